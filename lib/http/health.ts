import "server-only";
import type { EngineState, Health } from "@/lib/contract/health";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";

/** The server's health as the API tells it: an embedded stand-in does not make a service healthy. */
export function healthOf({ language, speech }: Services, locale: Locale): Health {
  const told = (state: Omit<EngineState, "reason"> & { reason?: string | undefined }): EngineState => {
    const { reason, ...rest } = state;
    return reason ? { ...rest, reason: sentence(locale, `reason_${reason}`) } : rest;
  };
  const llm = language.states().map(told);
  const tts = speech.states().map(told);
  const health = (engines: EngineState[]) =>
    engines.some((engine) => !engine.embedded && engine.state !== "down" && !engine.reason)
      ? ("healthy" as const)
      : ("unhealthy" as const);
  return {
    backend: "healthy",
    llm: health(llm),
    tts: health(tts),
    gen3d: "unhealthy",
    style: "unhealthy",
    timestamp: new Date().toISOString(),
    details: {
      llm,
      tts,
      new_play: { llm: language.choiceForNewPlay(), tts: speech.kindForNewPlay() },
    },
  };
}
