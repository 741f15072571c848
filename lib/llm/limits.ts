import type { TimeLimits } from "@/lib/upstream/http";

const FIRST_TOKEN_MS = 120_000;
const STALL_MS = 60_000;

/** How long an answer may take to begin (a model may have to be loaded first), and to go on. */
export const ANSWER_LIMITS: TimeLimits = {
  answerMs: FIRST_TOKEN_MS,
  firstChunkMs: FIRST_TOKEN_MS,
  stallMs: STALL_MS,
};

/** For lists of models and counts of tokens. */
export const LIST_MS = 10_000;
/** For a look whether it is there. */
export const PROBE_MS = 2_000;
