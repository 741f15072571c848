import type { Logger } from "pino";

/** Everything an engine gets from the outside; a test passes its own and patches no global. */
export interface EngineContext {
  /** Aborts the call and the engine's work. The engine rejects with `UpstreamError("aborted")`. */
  signal: AbortSignal;
  fetch: typeof fetch;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Ids and numbers only: never what a person or a character said, never a key. */
  logger: Logger;
}

/**
 * What a probe found.
 * `busy`: something is there and does not answer while it works (GPT-SoVITS blocks during a synthesis).
 */
export interface EngineHealth {
  state: "up" | "busy" | "down";
  /** Message key under `engines` that tells the person what to do; absent when up. */
  reason?: string;
  /** What people should know although it can be used: a message key and its values. */
  notice?: { key: string; params: Record<string, string> };
}
