import { type EngineView, liveEngine } from "@/components/engine-status/engine-summary";
import type { RoomSnapshot } from "@/lib/client/room-state";

/** What stands over the whole play, apart from the running turn. */
export interface RoomConditions {
  /** The demo cast answers: no language model is connected. */
  demo: boolean;
  /** An engine of this kind answers now, but this play was begun without it. */
  available: "llm" | "tts" | null;
  /** The play began on a voice engine and that one is away. */
  voiceAway: boolean;
  /** The server itself cannot be reached. */
  offline: boolean;
}

/** Judges a play by what it began on and what the last health answer says. */
export function roomConditions(snapshot: RoomSnapshot, engines: EngineView): RoomConditions {
  const began = snapshot.session.engines;
  const details = engines.unreachable ? undefined : engines.health?.details;
  const llmIsThere = Boolean(details && liveEngine(details.llm));
  const ttsIsThere = Boolean(details && liveEngine(details.tts));
  return {
    demo: began.llm === "demo" && !llmIsThere,
    available:
      began.llm === "demo" && llmIsThere ? "llm" : began.speech === "embedded" && ttsIsThere ? "tts" : null,
    voiceAway: began.speech === "engine" && details !== undefined && !ttsIsThere,
    offline: engines.unreachable || snapshot.problem?.code === "OFFLINE",
  };
}
