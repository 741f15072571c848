"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { apiPatch, apiPost } from "@/lib/client/api-client";
import type { SpeechEngineView } from "@/lib/contract/engines";
import { ReferenceFolder } from "./reference-folder";
import { StudioField } from "./studio-field";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** An engine's name, whom it shares its work with, and the model it speaks with. */
export function EngineSettings({
  engine,
  onChange,
}: {
  engine: SpeechEngineView;
  onChange: () => Promise<unknown>;
}) {
  const t = useTranslations("studio");
  const { isBusy, problem, attempt } = useAttempt();
  const [name, setName] = useState(engine.name);
  const [pool, setPool] = useState(engine.pool);
  const [gpt, setGpt] = useState("");
  const [sovits, setSovits] = useState("");
  const address = `/api/admin/engines/${encodeURIComponent(engine.id)}`;
  const send = (action: () => Promise<unknown>) => void attempt(() => action().then(onChange));
  return (
    <details className="engine-settings">
      <summary>{t("engineSettings")}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send(() => apiPatch(address, { name, pool }));
        }}
      >
        <StudioField label={t("engineName")} value={name} maxLength={80} onChange={setName} />
        <StudioField label={t("pool")} hint={t("poolHint")} value={pool} maxLength={80} onChange={setPool} />
        <button type="submit" className="button" disabled={isBusy || !name.trim() || !pool.trim()}>
          {t("keep")}
        </button>
      </form>
      {engine.capabilities.weights && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send(() => apiPost(`${address}/weights`, { gpt_weights_path: gpt, sovits_weights_path: sovits }));
          }}
        >
          <StudioField label={t("gptWeights")} hint={t("weightsHint")} value={gpt} onChange={setGpt} />
          <StudioField label={t("sovitsWeights")} value={sovits} onChange={setSovits} />
          <button type="submit" className="button" disabled={isBusy || !(gpt || sovits)}>
            {t("loadWeights")}
          </button>
        </form>
      )}
      {engine.capabilities.cloning && !engine.capabilities.uploads && (
        <ReferenceFolder engine={engine} action={t("keep")} onKept={onChange} />
      )}
      <Trouble text={problem} />
    </details>
  );
}
