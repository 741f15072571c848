"use client";

import { useTranslations } from "use-intl";
import { useStudioEngines } from "@/lib/client/studio-queries";
import { EngineCard } from "./engine-card";
import { EngineDoctor } from "./engine-doctor";
import { RecognitionCard } from "./recognition-card";
import { Trouble } from "./trouble";

/** All speech engines, and a new one from its address. */
export function EnginesPlace() {
  const t = useTranslations("studio");
  const { engines, recognition, isLoading, problem, fileProblem, refresh } = useStudioEngines();
  return (
    <>
      <header className="studio-head">
        <h1>{t("engines")}</h1>
        <p>{t("enginesIntro")}</p>
      </header>
      <Trouble text={problem || fileProblem} />
      <div className="engine-cards" aria-busy={isLoading}>
        {engines.map((engine) => (
          <EngineCard key={engine.id} engine={engine} onChange={refresh} />
        ))}
        {recognition && <RecognitionCard engine={recognition} />}
      </div>
      <EngineDoctor onAdded={refresh} />
    </>
  );
}
