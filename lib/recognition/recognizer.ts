import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";

export interface TranscriptionRequest {
  /** A whole WAV file. */
  wav: Uint8Array<ArrayBuffer>;
  /** What is spoken in it, as references say it: ko, en, all_ja …; any other word leaves it to the program. */
  language: string;
}

/** A program that writes down what is said. */
export interface Recognizer {
  /** The words, in one line; empty where it hears none. Rejects with UpstreamError. */
  transcribe(request: TranscriptionRequest, context: EngineContext): Promise<string>;
  checkHealth(context: EngineContext): Promise<EngineHealth>;
}
