import "server-only";
import type { EngineState, Health } from "@/lib/contract/health";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";
import type { EngineHealth } from "@/lib/upstream/engine-context";

/** A state before it is told to somebody: message keys instead of sentences. */
type UntoldState = Omit<EngineState, "reason" | "notice"> &
  Pick<EngineHealth, "notice"> & { reason?: string | undefined };

/** An engine's state in a person's language. */
export function tellState<S extends UntoldState>({ reason, notice, ...rest }: S, locale: Locale) {
  return {
    ...rest,
    ...(reason ? { reason: sentence(locale, `reason_${reason}`), reason_code: reason } : {}),
    ...(notice ? { notice: sentence(locale, notice.key, notice.params) } : {}),
  };
}

/** The server's health as the API tells it: an embedded stand-in does not make a service healthy. */
export function healthOf({ language, speech }: Services, locale: Locale): Health {
  const told = (state: UntoldState): EngineState => tellState(state, locale);
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
