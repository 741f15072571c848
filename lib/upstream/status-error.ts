import { z } from "zod";
import type { EngineContext } from "./engine-context";
import { readText, type UpstreamAnswer } from "./read-answer";
import { UpstreamError, type UpstreamErrorKind } from "./upstream-error";

const MAX_ERROR_BYTES = 64 * 1024;
const ERROR_BODY_MS = 5_000;
const MAX_ENGINE_MESSAGE = 300;

/**
 * What a status outside 2xx means: 429 and 503 `saturated`, a gateway's 502 and 504 `unreachable` and
 * `timeout`, a redirect and 499 (broken off at the engine's side) `malformed`, everything else `rejected`. Reads the
 * body for the engine's own words.
 */
export async function statusError(answer: UpstreamAnswer, context: EngineContext): Promise<UpstreamError> {
  const { status, headers } = answer;
  const body = await readErrorBody(answer);
  if (context.signal.aborted) return new UpstreamError("aborted", "call was aborted", { status });
  return new UpstreamError(statusKind(status), `engine answered ${status}`, {
    status,
    engineMessage: cleanEngineMessage(collectWords(body).join(": ")) || undefined,
    isBlocked: isModerated(status, body),
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
      isBlocked: isModerated(code, { error }),
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
  if (status === 499) return "malformed";
  return status < 400 ? "malformed" : "rejected";
}

/** What an error's body holds: its JSON, or its text; undefined where it cannot be read. */
async function readErrorBody(answer: UpstreamAnswer): Promise<unknown> {
  const overdue = setTimeout(answer.close, ERROR_BODY_MS);
  try {
    const text = await readText(answer, MAX_ERROR_BYTES);
    const value = jsonIn(text);
    return value === undefined ? text : value;
  } catch {
    return undefined;
  } finally {
    clearTimeout(overdue);
  }
}

const moderation = z.object({ error: z.object({ metadata: z.object({ reasons: z.array(z.unknown()) }) }) });

/** OpenRouter refuses what a moderator flagged with 403, as others refuse a key; it says why in `metadata`. */
const isModerated = (status: number, body: unknown): boolean =>
  status === 403 && moderation.safeParse(body).success;

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The sentence inside an error body; FastAPI, GPT-SoVITS, Ollama and OpenAI put it in different places.
 * Ollama passes on what its runner said, and OpenRouter what a provider said, as JSON in a text.
 */
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
