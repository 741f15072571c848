import { DEFAULT_CONTROLS, type SpeechControls } from "@/lib/contract/speech";
import type { SpeechEngineKind } from "./engine";
import type { SpeakingVoice } from "./voice";

export { DEFAULT_CONTROLS };

/** Pause after a segment by what it ends at, in seconds. */
const PAUSE_SECONDS = { clause: 0.12, sentence: 0.3, paragraph: 0.45 } as const;

/** A line's segment is cut by us: the engine must not cut it again, and the pause is the text's. `speed` is the person's, on top of the voice's own. */
export function segmentControls(
  boundary: keyof typeof PAUSE_SECONDS,
  speed: number,
  { controls }: Pick<SpeakingVoice, "controls">,
): SpeechControls {
  return {
    text_split_method: "cut0",
    fragment_interval: PAUSE_SECONDS[boundary],
    speed_factor: Math.min(2, Math.max(0.5, speed * (controls.speed_factor ?? 1))),
  };
}

/** What kinds of engines sample best with, where it is not GPT-SoVITS's. */
const KIND_DEFAULTS: Partial<Record<SpeechEngineKind, SpeechControls>> = {
  higgs: { temperature: 0.3, top_p: 0.95, top_k: 50 },
};

/** Every control has its value: the request's, else the voice's, else the engine kind's, else the default. */
export function completeControls(
  given: SpeechControls,
  voice: Pick<SpeakingVoice, "controls" | "seed">,
  kind: SpeechEngineKind | null,
): Required<SpeechControls> {
  const ofKind = (kind && KIND_DEFAULTS[kind]) ?? {};
  return { ...DEFAULT_CONTROLS, ...ofKind, seed: voice.seed, ...named(voice.controls), ...named(given) };
}

function named(controls: SpeechControls): SpeechControls {
  return Object.fromEntries(Object.entries(controls).filter(([, value]) => value !== undefined));
}
