import {
  type EngineView,
  liveEngine,
  type PlayEngines,
  servingEngine,
} from "@/components/engine-status/engine-summary";
import type { RoomProblem } from "@/lib/client/room-state";

/** What stands over the whole play, apart from the running turn. */
export interface RoomConditions {
  /** The demo cast answers: no language model is connected. */
  demo: boolean;
  /** An engine of this kind answers now, but this play was begun without it. */
  available: "llm" | "tts" | null;
  /** The play began on a voice engine and that one is away, or cannot serve. */
  voiceAway: boolean;
  /** Why it cannot, in the server's words, while it is up. */
  voiceReason: string | null;
  /** The embedded voice speaks in this play. */
  embeddedVoice: boolean;
  /** The model that answers is Google's: what is said leaves the person's own machines. */
  google: boolean;
  /** The server itself cannot be reached. */
  offline: boolean;
}

/** Judges a play by what it began on and what the last health answer says; unsettled, by what it would begin on now. */
export function roomConditions(
  play: PlayEngines,
  engines: EngineView,
  problem: RoomProblem | null,
): RoomConditions {
  const details = engines.unreachable ? undefined : engines.health?.details;
  const llm = play.llm ?? (details?.new_play.llm === "demo" ? "demo" : null);
  const speech = play.speech ?? (details?.new_play.tts === "embedded" ? "embedded" : null);
  const llmIsThere = Boolean(details && liveEngine(details.llm));
  const ttsIsThere = Boolean(details && liveEngine(details.tts));
  const voiceAway = speech === "engine" && details !== undefined && !ttsIsThere;
  const unready = details?.tts.find(({ embedded, state, reason }) => !embedded && state !== "down" && reason);
  const newVoice = speech === "embedded" && ttsIsThere;
  return {
    demo: llm === "demo" && !llmIsThere,
    available: llm === "demo" && llmIsThere ? "llm" : newVoice ? "tts" : null,
    voiceAway,
    voiceReason: (voiceAway && unready?.reason) || null,
    embeddedVoice: speech === "embedded",
    google:
      details !== undefined &&
      engines.health !== null &&
      servingEngine(engines.health, "llm", play)?.kind === "gemini",
    offline: engines.unreachable || problem?.code === "OFFLINE",
  };
}
