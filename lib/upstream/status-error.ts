import type { EngineContext } from "./engine-context";
import { readText, type UpstreamAnswer } from "./read-answer";
import { UpstreamError, type UpstreamErrorKind } from "./upstream-error";

const MAX_ERROR_BYTES = 64 * 1024;
const ERROR_BODY_MS = 5_000;
const MAX_ENGINE_MESSAGE = 300;

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

/** An error object inside an answer whose status said 200, judged by the status it names. */
export function toEngineError(error: unknown): UpstreamError {
  const code = Number(
    typeof error === "object" && error !== null && "code" in error ? error.code : Number.NaN,
  );
  const engineMessage = cleanEngineMessage(collectWords(error).join(": ")) || undefined;
  const isStatus = code >= 400 && code < 600;
  return new UpstreamError(
    isStatus ? statusKind(code) : "rejected",
    "engine reported an error in its answer",
    {
      ...(isStatus ? { status: code } : {}),
      engineMessage,
    },
  );
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
  const value = jsonIn(text);
  return value === undefined ? text : collectWords(value).join(": ");
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Ollama passes on what its runner said, and OpenRouter what a provider said, as JSON in a text. */
function collectWords(value: unknown): string[] {
  if (typeof value === "string") {
    const inner = value.startsWith("{") ? jsonIn(value) : undefined;
    return inner === undefined ? [value].filter(Boolean) : collectWords(inner);
  }
  if (Array.isArray(value)) return value.slice(0, 3).flatMap(collectWords);
  if (value === null || typeof value !== "object") return [];
  const members = new Map(Object.entries(value));
  return ["error", "message", "msg", "detail", "Exception", "metadata", "raw"].flatMap((name) =>
    collectWords(members.get(name)),
  );
}

function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const delay = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(delay) && delay >= 0 ? delay : undefined;
}
