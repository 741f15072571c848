import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultBoard } from "../faults";
import { drop, type SocketServer, send } from "../socket-server";
import type { GptSovitsOptions, GptSovitsVersion } from "./options";
import type { GptSovitsLog, GptSovitsRequest } from "./request-log";
import type { EventLoop, Gpu } from "./workload";

/** What can be made to go wrong, and how it shows. */
export const GPT_SOVITS_FAULTS = {
  refuse: "Refuses the request: 400 before anything is sent",
  serverError: "500 `Internal Server Error`",
  reset: "Closes the connection without an answer",
  hang: "Takes the request and never answers",
  dieMidStream: `Sends afterBytes of the answer's body, then drops the connection`,
  silence: "An inference error: 16 kHz silence, or (streaming) zero samples and a dropped connection",
  swallow: "Most words are missing: a fifth of the sound",
  nothing: "200 without a byte",
  garbage: "200 with a web page",
  brokenHeader: "200 whose header is no RIFF header",
  noModes23: "An engine from before 2025-11-28: modes 2 and 3 are a 422",
  slow: "Takes `factor` times as long",
} as const;
export type GptSovitsFault = keyof typeof GPT_SOVITS_FAULTS;

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
  /** References whose features are kept, by path, with the SoVITS weights they were made with: a swap makes them stale. */
  readonly references: Map<string, string>;
}

/** What is loaded when the engine starts. */
export const FIRST_GPT_WEIGHTS = "GPT_SoVITS/pretrained_models/gpt.ckpt";
export const FIRST_SOVITS_WEIGHTS = "GPT_SoVITS/pretrained_models/sovits.pth";

/** A new process: first weights, nothing under way. */
export function forgetState(engine: EngineState): void {
  engine.version = engine.options.version;
  engine.gptWeights = FIRST_GPT_WEIGHTS;
  engine.sovitsWeights = FIRST_SOVITS_WEIGHTS;
  engine.references.clear();
  engine.gpu.reset();
}

/** One request and where it arrived. */
export interface Exchange {
  engine: EngineState;
  server: SocketServer;
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  entry: GptSovitsRequest;
}

/** Does what a fault demands that has nothing to do with speech; false when the request goes on. */
export function misbehave({ response, entry }: Exchange, fault: GptSovitsFault | null): boolean {
  if (fault === "hang") return true;
  if (fault === "reset") {
    entry.dropped = true;
    drop(response);
  } else if (fault === "garbage")
    send(response, 200, "<!doctype html><title>Gradio</title><p>hello", "text/html");
  else return false;
  return true;
}
