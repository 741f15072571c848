import { connect } from "node:net";
import type { EngineContext } from "./engine-context";
import { parseJson, readText, type UpstreamAnswer } from "./read-answer";
import { statusError } from "./status-error";
import { UpstreamError, type UpstreamErrorKind } from "./upstream-error";

export { parseJson, readLines, readText, type UpstreamAnswer } from "./read-answer";
export { cleanEngineMessage, statusError, toEngineError } from "./status-error";

/** How long a call may take. Milliseconds. */
export interface TimeLimits {
  /** Until the answer's headers are there. */
  answerMs: number;
  /** Between two pieces of its body; `answerMs` when absent. */
  stallMs?: number;
  /** Until the first piece of its body; `stallMs` when absent. */
  firstChunkMs?: number;
}

export interface UpstreamRequest extends TimeLimits {
  method?: "GET" | "POST" | "DELETE";
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as multipart form data. */
  form?: FormData;
}

/** Joins a base address, its path prefix kept, with a path; slashes at the joint are tolerated. */
export function joinUrl(base: string, path: string): string {
  const prefix = base.trim().replace(/\/+$/, "");
  const rest = path.trim().replace(/^\/+/, "");
  return rest === "" ? `${prefix}/` : `${prefix}/${rest}`;
}

/**
 * Sends one request and resolves with the answer's head, whatever its status; redirects are not followed.
 * Rejects with UpstreamError: `unreachable`, `timeout` or `aborted`.
 */
export async function request(
  url: string,
  options: UpstreamRequest,
  context: EngineContext,
): Promise<UpstreamAnswer> {
  const limit = new AbortController();
  const signal = AbortSignal.any([context.signal, limit.signal]);
  let overdue = false;
  const timer = setTimeout(() => {
    overdue = true;
    limit.abort();
  }, options.answerMs);
  try {
    const response = await context.fetch(url, {
      method: options.method ?? "GET",
      headers: {
        ...(options.json === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      body: options.json === undefined ? options.form : JSON.stringify(options.json),
      redirect: "manual",
      cache: "no-store",
      signal,
    });
    return {
      status: response.status,
      headers: response.headers,
      chunks: readBody(response.body, options, limit, context),
      close: () => limit.abort(),
    };
  } catch (cause) {
    throw failure(cause, overdue ? "timeout" : "unreachable", context);
  } finally {
    clearTimeout(timer);
  }
}

/** Like `request`, for callers to whom only 2xx is an answer; everything else rejects (see `statusError`). */
export async function requestOk(
  url: string,
  options: UpstreamRequest,
  context: EngineContext,
): Promise<UpstreamAnswer> {
  const patient = { ...options, stallMs: options.stallMs ?? options.answerMs };
  const answer = await request(url, patient, context);
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw await statusError(answer, context);
}

/** GET, 2xx, a JSON body of at most 8 MB. Rejects with UpstreamError. */
export async function getJson(
  url: string,
  options: TimeLimits & Pick<UpstreamRequest, "headers">,
  context: EngineContext,
): Promise<unknown> {
  return parseJson(await readText(await requestOk(url, options, context)));
}

/** Whether something takes connections at this address; tells "busy" from "switched off" where HTTP is silent. */
export function listens(url: string, withinMs: number, signal: AbortSignal): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) || (protocol === "https:" ? 443 : 80), signal });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(withinMs, () => settle(false));
    socket.once("connect", () => settle(true));
    socket.on("error", () => settle(false));
  });
}

async function* readBody(
  body: ReadableStream<Uint8Array> | null,
  limits: TimeLimits,
  limit: AbortController,
  context: EngineContext,
): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  const stallMs = limits.stallMs ?? limits.answerMs;
  let waitMs = limits.firstChunkMs ?? stallMs;
  let overdue = false;
  try {
    for (;;) {
      const timer = setTimeout(() => {
        overdue = true;
        limit.abort();
      }, waitMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      waitMs = stallMs;
      yield value;
    }
  } catch (cause) {
    throw failure(cause, overdue ? "timeout" : "malformed", context);
  } finally {
    limit.abort();
  }
}

const FAILURE_TEXT: Record<string, string> = {
  unreachable: "no connection to the engine",
  timeout: "engine did not answer in time",
  malformed: "engine broke off its answer",
  aborted: "call was aborted",
};

function failure(cause: unknown, kind: UpstreamErrorKind, context: EngineContext): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const actual = context.signal.aborted ? "aborted" : kind;
  return new UpstreamError(actual, FAILURE_TEXT[actual] ?? actual, { cause });
}
