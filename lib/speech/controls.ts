import type { SpeechControls } from "@/lib/contract/speech";

/** The seed documents' defaults, sent explicitly because engine revisions differ. */
export const DEFAULT_CONTROLS: Required<SpeechControls> = {
  top_k: 5,
  top_p: 1,
  temperature: 1,
  speed_factor: 1,
  text_split_method: "cut5",
  seed: -1,
  parallel_infer: true,
  super_sampling: false,
  batch_size: 1,
  batch_threshold: 0.75,
  split_bucket: true,
  fragment_interval: 0.3,
  overlap_length: 2,
  min_chunk_length: 16,
  sample_steps: 32,
  repetition_penalty: 1.35,
};

/** Pause after a segment by what it ends at, in seconds. */
const PAUSE_SECONDS = { clause: 0.12, sentence: 0.3, paragraph: 0.45 } as const;

/** A line's segment is cut by us: the engine must not cut it again, and the pause is the text's. */
export function segmentControls(boundary: keyof typeof PAUSE_SECONDS, speed: number): SpeechControls {
  return {
    text_split_method: "cut0",
    fragment_interval: PAUSE_SECONDS[boundary],
    speed_factor: speed,
  };
}

export function completeControls(given: SpeechControls, voiceSeed: number): Required<SpeechControls> {
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_CONTROLS, seed: voiceSeed, ...named };
}
