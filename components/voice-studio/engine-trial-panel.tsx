"use client";

import { Check, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { apiPost } from "@/lib/client/api-client";
import { useStudioEngines } from "@/lib/client/studio-queries";
import { type EngineTrial, engineTrial } from "@/lib/contract/engines";
import { ReferenceFolder } from "./reference-folder";
import { SoundWave } from "./sound-wave";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** A real line by one engine: each step it took, what to do where it failed, and the sound. */
export function EngineTrialPanel({
  engineId,
  name,
  isBegun = false,
}: {
  engineId: string;
  name: string;
  /** It is tried as soon as it is shown. */
  isBegun?: boolean;
}) {
  const t = useTranslations("studio");
  const { isBusy, problem, attempt } = useAttempt();
  const [trial, setTrial] = useState<EngineTrial | null>(null);
  const run = () =>
    attempt(async () => {
      const path = `/api/admin/engines/${encodeURIComponent(engineId)}/try`;
      setTrial(await apiPost(path, {}, { schema: engineTrial }));
    });
  const { engines, refresh } = useStudioEngines();
  const engine = engines.find(({ id }) => id === engineId);
  const isBlind = trial?.steps.some(({ step, ok }) => step === "reference" && !ok) ?? false;
  const begin = useRef(run);
  useEffect(() => {
    if (isBegun) void begin.current();
  }, [isBegun]);
  return (
    <div className="trial" data-testid="trial">
      <button
        type="button"
        className="text-button"
        aria-label={t("tryEngineNamed", { name })}
        disabled={isBusy}
        onClick={() => void run()}
      >
        {isBusy ? t("trying") : t("tryEngine")}
      </button>
      <div role="status">
        {trial && !isBusy && <TrialResult trial={trial} name={name} isBlind={isBlind} />}
      </div>
      {engine && isBlind && (
        <ReferenceFolder
          engine={engine}
          action={t("keepAndTry")}
          onKept={async () => {
            await refresh();
            await run();
          }}
        />
      )}
      <Trouble text={problem} />
    </div>
  );
}

function TrialResult({ trial, name, isBlind }: { trial: EngineTrial; name: string; isBlind: boolean }) {
  const t = useTranslations("studio");
  const format = useFormatter();
  const { steps, folder, audio_url: url, first_byte_ms: first, real_time_factor: factor } = trial;
  const number = (value: number) => format.number(value, { maximumFractionDigits: 2 });
  return (
    <>
      <ul className="trial-steps">
        {steps.map(({ step, ok, message }) => {
          const Mark = ok ? Check : X;
          return (
            <li key={step} data-step={step} data-ok={ok}>
              <Mark className="icon" strokeWidth={1.7} aria-hidden="true" />
              <span>{ok ? t(`steps.${step}.good`) : t(`steps.${step}.bad`)}</span>
              {message && <p className="trouble">{message}</p>}
            </li>
          );
        })}
      </ul>
      {isBlind && folder && (
        <dl className="trial-folder">
          <dt>{t("folderHere")}</dt>
          <dd>
            <code>{folder.here}</code>
          </dd>
          <dt>{t("folderThere")}</dt>
          <dd>
            <code>{folder.there}</code>
          </dd>
        </dl>
      )}
      {url && (
        <>
          <SoundWave name={name} url={url} />
          <p className="take-facts numeric">
            {[
              first !== null && t("takeFirst", { seconds: number(first / 1000) }),
              factor !== null && t("factor", { factor: number(factor) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </>
      )}
    </>
  );
}
