import { type EngineView, liveEngine } from "@/components/engine-status/engine-summary";
import type { RoomProblem } from "@/lib/client/room-state";
import type { Session } from "@/lib/contract/session";

/** What a play began on; null where its first turn has not settled it yet. */
export type PlayBegan = Session["engines"];

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
  /** The server itself cannot be reached. */
  offline: boolean;
}

/** Judges a play by what it began on and what the last health answer says; unsettled, by what it would begin on now. */
export function roomConditions(
  began: PlayBegan,
  engines: EngineView,
  problem: RoomProblem | null,
): RoomConditions {
  const details = engines.unreachable ? undefined : engines.health?.details;
  const llm = began.llm ?? (details?.new_play.llm === "demo" ? "demo" : null);
  const speech = began.speech ?? (details?.new_play.tts === "embedded" ? "embedded" : null);
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
    offline: engines.unreachable || problem?.code === "OFFLINE",
  };
}
