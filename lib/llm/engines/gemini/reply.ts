import { z } from "zod";
import type { FinishReason } from "@/lib/llm/engine";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { refusalError } from "./failure";

const reply = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z
              .array(z.object({ text: z.string().optional(), thought: z.boolean().optional() }))
              .default([]),
          })
          .nullish(),
        finishReason: z.string().nullish(),
      }),
    )
    .default([]),
  promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
  usageMetadata: z
    .object({ promptTokenCount: z.number().default(0), candidatesTokenCount: z.number().default(0) })
    .nullish(),
  error: z
    .object({ code: z.number(), message: z.string(), details: z.array(z.unknown()).optional() })
    .optional(),
});

/** One object of an answer. */
export interface Reply {
  /** What is said aloud: no thoughts, no parts of another kind. */
  text: string;
  finishReason: string | null;
  promptTokens: number;
  completionTokens: number;
}

/** Ends for what was said, or was about to be; the rest of them are the service's own failures. */
const BLOCKED = /SAFETY|PROHIBITED|BLOCKLIST|SPII|RECITATION|LANGUAGE|MODEL_ARMOR|JAILBREAK/;

/**
 * Reads an object of an answer. Rejects with UpstreamError: `rejected` and `isBlocked` where the prompt is held back,
 * what an error inside a good answer means, `malformed` for anything else.
 */
export function readReply(value: unknown, apiKey: string): Reply {
  const parsed = reply.safeParse(value);
  if (!parsed.success)
    throw new UpstreamError("malformed", "answer is none of Gemini's", { cause: parsed.error });
  const { candidates, promptFeedback, usageMetadata, error } = parsed.data;
  if (error) {
    throw refusalError({ status: error.code, message: error.message, details: error.details }, apiKey);
  }
  if (promptFeedback?.blockReason) throw blocked(promptFeedback.blockReason);
  const [first] = candidates;
  return {
    text: (first?.content?.parts ?? []).map(({ text = "", thought }) => (thought ? "" : text)).join(""),
    finishReason: first?.finishReason ?? null,
    promptTokens: usageMetadata?.promptTokenCount ?? 0,
    completionTokens: usageMetadata?.candidatesTokenCount ?? 0,
  };
}

/** Why an answer ended; `isSilent` = nothing was said. Rejects with UpstreamError where that was no good end. */
export function readFinish(finishReason: string | null, isSilent: boolean): FinishReason {
  if (finishReason === null) throw new UpstreamError("malformed", "answer ended without a reason");
  if (BLOCKED.test(finishReason)) throw blocked(finishReason);
  if (finishReason === "MAX_TOKENS" && isSilent) {
    throw new UpstreamError("malformed", "the model thought up to its limit and said nothing");
  }
  if (finishReason === "MAX_TOKENS") return "length";
  if (finishReason !== "STOP") throw new UpstreamError("malformed", `answer ended with ${finishReason}`);
  if (isSilent) throw new UpstreamError("malformed", "answer is empty");
  return "stop";
}

const blocked = (reason: string) =>
  new UpstreamError("rejected", "held back by Gemini's filters", { engineMessage: reason, isBlocked: true });
