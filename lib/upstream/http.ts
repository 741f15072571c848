import { connect } from "node:net";
import type { EngineContext } from "./engine-context";
import { UpstreamError, type UpstreamErrorKind } from "./upstream-error";

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
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
}

/** An answer whose status is known and whose body is still on its way. Read `chunks` or call `close`. */
export interface UpstreamAnswer {
  status: number;
  headers: Headers;
  /**
   * The body, once. Rejects with UpstreamError: `timeout` on a stall, `malformed` when the connection
   * breaks. Leaving the loop early closes the connection.
   */
  chunks: AsyncIterable<Uint8Array>;
  close(): void;
}

const MAX_JSON_BYTES = 8 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
const ERROR_BODY_MS = 5_000;
const MAX_ENGINE_MESSAGE = 300;

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
      body: options.json === undefined ? undefined : JSON.stringify(options.json),
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
export async function getJson(url: string, limits: TimeLimits, context: EngineContext): Promise<unknown> {
  return parseJson(await readText(await requestOk(url, limits, context)));
}

/** POST of a JSON body, 2xx, a JSON body of at most 8 MB. Rejects with UpstreamError. */
export async function postJson(
  url: string,
  json: unknown,
  limits: TimeLimits,
  context: EngineContext,
): Promise<unknown> {
  return parseJson(await readText(await requestOk(url, { ...limits, method: "POST", json }, context)));
}

/** The whole body as UTF-8. A longer one is `malformed` and its connection closed. */
export async function readText(answer: UpstreamAnswer, maxBytes = MAX_JSON_BYTES): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of answer.chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new UpstreamError("malformed", `answer larger than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Lines of a UTF-8 body without their ends, the last one also when nothing ends it. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLength = 1024 * 1024,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maxLength) throw new UpstreamError("malformed", "line without end");
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** JSON or `malformed`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UpstreamError("malformed", "answer is not JSON", { cause });
  }
}

/**
 * What a status outside 2xx means: 429 and 503 `saturated`, a gateway's 502 and 504 `unreachable` and
 * `timeout`, a redirect `malformed`, everything else `rejected`. Reads the body for the engine's own words.
 */
export async function statusError(answer: UpstreamAnswer, context: EngineContext): Promise<UpstreamError> {
  const { status, headers } = answer;
  const engineMessage = await readEngineMessage(answer);
  if (context.signal.aborted) return new UpstreamError("aborted", "call was aborted", { status });
  return new UpstreamError(statusKind(status), `engine answered ${status}`, {
    status,
    engineMessage,
    retryAfterMs: parseRetryAfter(headers.get("retry-after"), context.now()),
  });
}

/** An engine's words made fit to show: no control characters, markup, credentials or folders; ≤ 300 characters. */
export function cleanEngineMessage(text: string): string {
  const clean = text
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^<>]*>/g, " ")
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .replace(/:\/\/[^\s/@]*@/g, "://")
    .replace(/(?<![\w:/])(?:[A-Za-z]:)?(?:[\\/][\w.~ -]*[\w.~-])*[\\/](?=[\w.~-]*\.\w+)/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return clean.length > MAX_ENGINE_MESSAGE ? `${clean.slice(0, MAX_ENGINE_MESSAGE - 1)}…` : clean;
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

function statusKind(status: number): UpstreamErrorKind {
  if (status === 429 || status === 503) return "saturated";
  if (status === 502) return "unreachable";
  if (status === 408 || status === 504) return "timeout";
  return status < 400 ? "malformed" : "rejected";
}

async function readEngineMessage(answer: UpstreamAnswer): Promise<string | undefined> {
  const overdue = setTimeout(answer.close, ERROR_BODY_MS);
  try {
    const text = await readText(answer, MAX_ERROR_BYTES);
    return cleanEngineMessage(wordsOf(text)) || undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(overdue);
  }
}

/** The sentence inside an error body; FastAPI, GPT-SoVITS, Ollama and OpenAI put it in different places. */
function wordsOf(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  return collectWords(value).join(": ");
}

function collectWords(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (Array.isArray(value)) return value.slice(0, 3).flatMap(collectWords);
  if (value === null || typeof value !== "object") return [];
  const members = new Map(Object.entries(value));
  return ["error", "message", "msg", "detail", "Exception"].flatMap((name) =>
    collectWords(members.get(name)),
  );
}

function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const delay = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(delay) && delay >= 0 ? delay : undefined;
}
