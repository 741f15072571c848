import { connect } from "node:net";
import { Call } from "./call";
import type { EngineContext } from "./engine-context";
import { parseJson, readText, type UpstreamAnswer } from "./read-answer";
import { statusError } from "./status-error";

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

/** How long the end of an answer may take whose reader has all they want. */
const END_MS = 100;

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
  const call = new Call(context);
  call.await(options.answerMs);
  try {
    const { status, headers, body } = await context.fetch(url, {
      method: options.method ?? "GET",
      headers: {
        ...(options.json === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      body: options.json === undefined ? options.form : JSON.stringify(options.json),
      redirect: "manual",
      signal: call.signal,
    });
    call.came();
    return { status, headers, chunks: readBody(body, options, call), close: () => call.close() };
  } catch (cause) {
    call.close();
    throw call.failure(cause, "unreachable");
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
  body: AsyncIterable<Uint8Array> | null,
  limits: TimeLimits,
  call: Call,
): AsyncGenerator<Uint8Array> {
  if (body === null) return call.end();
  const pieces = body[Symbol.asyncIterator]();
  const stallMs = limits.stallMs ?? limits.answerMs;
  let waitMs = limits.firstChunkMs ?? stallMs;
  let isLeft = true;
  try {
    for (;;) {
      call.await(waitMs);
      const { done, value } = await pieces.next();
      call.came();
      if (done) {
        isLeft = false;
        return call.end();
      }
      waitMs = stallMs;
      yield value;
    }
  } catch (cause) {
    isLeft = false;
    call.close();
    throw call.failure(cause, "malformed");
  } finally {
    if (isLeft) void readOut(pieces, call);
  }
}

/**
 * An answer's end follows its last words at once, and whoever has those does not wait for it. Read to it, the
 * connection serves the next call; an answer that goes on is closed.
 */
async function readOut(pieces: AsyncIterator<Uint8Array>, call: Call): Promise<void> {
  call.await(END_MS);
  try {
    while (!(await pieces.next()).done);
    call.end();
  } catch {
    call.close();
  }
}
