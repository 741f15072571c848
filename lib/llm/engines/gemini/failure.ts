import { GoogleGenerativeAIError, GoogleGenerativeAIFetchError } from "@google/generative-ai";
import { z } from "zod";
import { cleanEngineMessage } from "@/lib/upstream/http";
import { UpstreamError, type UpstreamErrorKind } from "@/lib/upstream/upstream-error";

/** A quota that comes back later than this is told at once; nobody waits for it. Milliseconds. */
const LONGEST_WAIT_MS = 60_000;

const CONTEXT_OVERFLOW = /input token count.*exceeds the maximum number of tokens/i;

const retryInfo = z.object({
  "@type": z.string().endsWith("google.rpc.RetryInfo"),
  retryDelay: z.string().regex(/^\d+(\.\d+)?s$/),
});

/** Google's refusal, from the head of an answer or from the middle of a stream. */
export interface Refusal {
  status: number;
  message: string;
  details?: readonly unknown[] | undefined;
}

/** What a refusal means. Its words are cleaned, and the key some of them name is taken out. */
export function refusalError({ status, message, details = [] }: Refusal, apiKey: string): UpstreamError {
  const retryAfterMs = details.flatMap((detail) => {
    const { data } = retryInfo.safeParse(detail);
    return data ? [Number.parseFloat(data.retryDelay) * 1000] : [];
  })[0];
  const told = apiKey === "" ? message : message.replaceAll(apiKey, "…");
  return new UpstreamError(refusalKind(status, retryAfterMs), `Gemini answered ${status}`, {
    status,
    engineMessage: cleanEngineMessage(told) || undefined,
    retryAfterMs: retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, LONGEST_WAIT_MS),
    isContextOverflow: status === 400 && CONTEXT_OVERFLOW.test(message),
    ...(isKeyRefused(status, details) ? { remedy: { key: "reason_gemini_refused" } } : {}),
  });
}

const keyInvalid = z.object({ reason: z.literal("API_KEY_INVALID") });

const isKeyRefused = (status: number, details: readonly unknown[]): boolean =>
  status === 401 || status === 403 || details.some((detail) => keyInvalid.safeParse(detail).success);

/** A quota without a time to come back is a daily one: asking again soon is of no use. */
function refusalKind(status: number, retryAfterMs: number | undefined): UpstreamErrorKind {
  if (status === 429) return retryAfterMs === undefined ? "rejected" : "saturated";
  if (status === 503) return "saturated";
  if (status === 408 || status === 504) return "timeout";
  if (status === 502) return "unreachable";
  return status < 400 || status >= 500 ? "malformed" : "rejected";
}

/** What the SDK threw, before (`begun` false) or after the answer's head was there. */
export function callError(
  thrown: unknown,
  { apiKey, begun, isAborted }: { apiKey: string; begun: boolean; isAborted: boolean },
): UpstreamError {
  if (thrown instanceof UpstreamError) return thrown;
  if (isAborted) return new UpstreamError("aborted", "call was aborted");
  if (thrown instanceof GoogleGenerativeAIFetchError && thrown.status !== undefined) {
    const { status, errorDetails: details } = thrown;
    return refusalError({ status, message: ownWords(thrown.message, details), details }, apiKey);
  }
  const cause = thrown instanceof GoogleGenerativeAIError ? undefined : thrown;
  if (begun) return new UpstreamError("malformed", "Gemini broke off its answer", { cause });
  return new UpstreamError("unreachable", "no connection to Gemini", { cause });
}

/** Google's sentence out of the SDK's `Error fetching from <address>: [<status>] <sentence> <details>`. */
function ownWords(message: string, details: readonly unknown[] | undefined): string {
  const words = message.slice(message.indexOf("] ") + 2);
  return details ? words.replace(JSON.stringify(details), "") : words;
}
