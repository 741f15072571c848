"use client";

import { Power, Trash2 } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { apiDelete, apiPost } from "@/lib/client/api-client";
import type { SpeechEngineView } from "@/lib/contract/engines";
import { EngineAbilities } from "./engine-abilities";
import { EngineSettings } from "./engine-settings";
import { EngineTrialPanel } from "./engine-trial-panel";
import { Sparkline } from "./sparkline";
import { SureButton } from "./sure-button";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** One engine as it is now: what it does, how fast, what it can, and what can be done to it. */
export function EngineCard({
  engine,
  onChange,
}: {
  engine: SpeechEngineView;
  onChange: () => Promise<unknown>;
}) {
  const t = useTranslations("studio");
  const tEngines = useTranslations("engines");
  const format = useFormatter();
  const { isBusy, problem, attempt } = useAttempt();
  const { id, name, state, reason, queue, first_sound_ms: times, real_time_factor: factor } = engine;
  const seconds = (ms: number) =>
    format.number(ms / 1000, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const last = times.at(-1);
  const isWell = state !== "down" && !reason;
  const address = `/api/admin/engines/${encodeURIComponent(id)}`;
  const act = (action: () => Promise<unknown>) => attempt(async () => await action().then(onChange));
  const { gpt_weights_path: gpt, sovits_weights_path: sovits } = engine.loaded_weights ?? {};
  const loaded = [gpt, sovits].filter(Boolean).join(" · ");
  return (
    <article className="engine-card" data-testid="engine" data-engine-id={id} aria-label={name}>
      <h3>
        <span
          className="dot"
          data-tone={isWell ? "lit" : state === "down" ? "bad" : "idle"}
          aria-hidden="true"
        />
        {name}
      </h3>
      <p>{[t(`kinds.${engine.kind}`), tEngines(state), engine.base_url].filter(Boolean).join(" · ")}</p>
      {reason && <p className="trouble">{reason}</p>}
      <p className="engine-time numeric">
        {last === undefined ? "–" : seconds(last)}
        <small>{t("firstSound")}</small>
      </p>
      <Sparkline values={times} label={t("lastTimes", { count: times.length })} isBad={!isWell} />
      <p className="numeric">
        {t("queue", { live: queue.live, background: queue.background, running: queue.running })}
        {factor !== null &&
          ` · ${t("factor", { factor: format.number(factor, { maximumFractionDigits: 2 }) })}`}
      </p>
      {loaded && <p className="engine-weights">{t("loaded", { weights: loaded })}</p>}
      <EngineAbilities capabilities={{ ...engine.capabilities, languages: engine.languages }} />
      <EngineTrialPanel engineId={id} name={name} />
      {!engine.embedded && <EngineSettings engine={engine} onChange={onChange} />}
      <div className="field-actions">
        {engine.controllable && (
          <SureButton
            label={t("restart")}
            sure={t("restartSure")}
            disabled={isBusy}
            icon={<Power className="icon" strokeWidth={1.7} aria-hidden="true" />}
            onSure={() => void act(() => apiPost(`${address}/control`, { command: "restart" }))}
          />
        )}
        {engine.controllable && (
          <SureButton
            label={t("exit")}
            sure={t("exitSure")}
            disabled={isBusy}
            onSure={() => void act(() => apiPost(`${address}/control`, { command: "exit" }))}
          />
        )}
        {engine.source === "admin" && (
          <SureButton
            label={t("engineRemove")}
            sure={t("engineRemoveSure")}
            disabled={isBusy}
            icon={<Trash2 className="icon" strokeWidth={1.7} aria-hidden="true" />}
            onSure={() => void act(() => apiDelete(address))}
          />
        )}
        {engine.source === "env" && <span className="field-state">{t("ofEnvironment")}</span>}
      </div>
      <Trouble text={problem} />
    </article>
  );
}
