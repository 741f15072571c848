"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Popover } from "@/components/ui/popover";
import type { EngineState } from "@/lib/contract/health";
import { ConnectCommands } from "./connect-commands";
import { EngineList } from "./engine-list";
import {
  type EngineView,
  engineTone,
  liveEngine,
  needsModel,
  type PlayEngines,
  servingEngine,
} from "./engine-summary";

/** Fetched where no model is installed: every room shows this bar. */
const ModelOffer = dynamic(() => import("./model-offer").then((module) => module.ModelOffer), { ssr: false });

/**
 * In the bar: what answers and what speaks now (in a play: in that play), demo and embedded named as such. A press shows
 * all and how to connect.
 */
export function EngineStatus({
  view,
  play = null,
  onRecheck,
}: {
  view: EngineView;
  play?: PlayEngines | null;
  onRecheck: () => void;
}) {
  const t = useTranslations("engines");
  const tStates = useTranslations("states");
  const { health } = view;

  const name = (engine: EngineState | null, embedded: string, none: string) =>
    engine ? (engine.embedded ? embedded : engine.name) : none;
  const label = view.unreachable
    ? t("unreachable")
    : health
      ? t("label", {
          llm: name(servingEngine(health, "llm", play), t("demo"), t("noLlm")),
          tts: name(servingEngine(health, "tts", play), t("embeddedVoice"), t("noTts")),
        })
      : t("checking");

  const missing = (["llm", "tts"] as const).filter((kind) => health && !liveEngine(health.details[kind]));
  const isModelMissing = health !== null && missing.includes("llm") && needsModel(health);
  const commands = missing.filter((kind) => kind !== "llm" || !isModelMissing);
  return (
    <Popover
      label={t("status", { label })}
      triggerClassName="engine-status"
      triggerTestId="engine-status"
      trigger={
        <>
          <span className="dot" data-tone={engineTone(view, play)} aria-hidden="true" />
          <span className="label">{label}</span>
        </>
      }
    >
      {() => (
        <>
          <h2>{t("title")}</h2>
          {view.unreachable && (
            <p className="mt-2 text-sm text-velvet-ink">
              {tStates("offlineTitle")} {tStates("offlineBody")}
            </p>
          )}
          {health && (
            <>
              <EngineList title={t("llm")} engines={health.details.llm} />
              {isModelMissing && <ModelOffer onInstalled={onRecheck} />}
              <EngineList title={t("tts")} engines={health.details.tts} />
            </>
          )}
          {commands.length > 0 && <ConnectCommands kinds={commands} />}
          <button type="button" className="button mt-4" onClick={onRecheck}>
            {tStates("recheck")}
          </button>
          <p className="mt-3">
            <Link className="text-button" href="/admin/voices" prefetch={false}>
              {t("studio")}
            </Link>
          </p>
        </>
      )}
    </Popover>
  );
}
