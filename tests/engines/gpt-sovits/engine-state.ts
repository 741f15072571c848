import type { FaultBoard } from "../faults";
import type { GptSovitsOptions, GptSovitsVersion } from "./options";
import type { GptSovitsLog } from "./request-log";
import type { EventLoop, Gpu } from "./workload";

export type GptSovitsFault =
  /** Refuses the request: 400 before anything is sent. */
  | "refuse"
  /** 500 `Internal Server Error`. */
  | "serverError"
  /** Closes the connection without an answer. */
  | "reset"
  /** Takes the request and never answers. */
  | "hang"
  /** Sends `afterBytes` of the answer's body, then drops the connection. */
  | "dieMidStream"
  /** An inference error: 16 kHz silence, or (streaming) zero samples and a dropped connection. */
  | "silence"
  /** 200 without a byte. */
  | "nothing"
  /** 200 with a web page. */
  | "garbage"
  /** 200 whose header is no RIFF header. */
  | "brokenHeader"
  /** An engine from before 2025-11-28: modes 2 and 3 are a 422. */
  | "noModes23"
  /** Takes `factor` times as long. */
  | "slow";

export interface FaultSettings {
  /** For `dieMidStream`; default 20,000. */
  afterBytes?: number;
  /** For `slow`; default 10. */
  factor?: number;
}

/** What one simulated engine process holds. */
export interface EngineState {
  readonly options: GptSovitsOptions;
  readonly log: GptSovitsLog;
  readonly faults: FaultBoard<GptSovitsFault, FaultSettings>;
  readonly loop: EventLoop;
  readonly gpu: Gpu;
  version: GptSovitsVersion;
  gptWeights: string;
  sovitsWeights: string;
}
