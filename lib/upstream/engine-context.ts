import type { Logger } from "pino";

/** As much of `fetch` as engines are asked with. Redirects are not followed: what one says may hold a key. */
export type EngineFetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body: string | FormData | undefined;
    redirect: "manual";
    signal: AbortSignal;
  },
) => Promise<FetchedAnswer>;

export interface FetchedAnswer {
  status: number;
  headers: AnswerHeaders;
  /** Rejects when the connection breaks. */
  body: AsyncIterable<Uint8Array> | null;
}

/** Names in small letters. */
export interface AnswerHeaders {
  get: (name: string) => string | null;
}

/** Everything an engine gets from the outside; a test passes its own and patches no global. */
export interface EngineContext {
  /** Aborts the call and the engine's work. The engine rejects with `UpstreamError("aborted")`. */
  signal: AbortSignal;
  fetch: EngineFetch;
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
