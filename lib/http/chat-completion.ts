import "server-only";
import { randomUUID } from "node:crypto";
import { toReadableStream } from "@/lib/async/readable-stream";
import type { ChatAnswer } from "@/lib/contract/chat";
import type { ChatEvent, Usage } from "@/lib/contract/chat-events";
import type { ErrorCode } from "@/lib/contract/error-codes";
import type { ChatCompletion, ChatCompletionChunk } from "@/lib/contract/openai";
import { toOpenAiError } from "./openai";

/** A character's whole answer in OpenAI's shape. */
export function chatCompletion(
  model: string,
  answer: Pick<ChatAnswer, "content" | "usage">,
  finish: string,
): ChatCompletion {
  return {
    ...identity("chat.completion", model),
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: answer.content, refusal: null },
        logprobs: null,
        finish_reason: finishReason(finish),
      },
    ],
    usage: toUsage(answer.usage),
  };
}

/** A turn's events as OpenAI's chunks. An answer that breaks off ends with an error in place of `[DONE]`. */
export function chatCompletionStream(
  model: string,
  events: AsyncIterable<ChatEvent>,
  { includesUsage, onLeave }: { includesUsage: boolean; onLeave: () => void },
): Response {
  const encoder = new TextEncoder();
  const chunks = toChunks(model, events, includesUsage);
  const bytes = (async function* () {
    try {
      for await (const chunk of chunks) yield encoder.encode(`data: ${chunk}\n\n`);
    } finally {
      onLeave();
    }
  })();
  return new Response(toReadableStream(bytes), {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}

async function* toChunks(
  model: string,
  events: AsyncIterable<ChatEvent>,
  includesUsage: boolean,
): AsyncGenerator<string> {
  const head = identity("chat.completion.chunk", model);
  const tell = (chunk: ChatCompletionChunk) => JSON.stringify(chunk);
  type Choice = ChatCompletionChunk["choices"][number];
  const chunk = (delta: Choice["delta"], finish_reason: Choice["finish_reason"] = null) =>
    tell({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason }] });
  yield chunk({ role: "assistant", content: "" });
  for await (const { type, data } of events) {
    if (type === "text") yield chunk({ content: data.delta });
    else if (type === "error") {
      yield JSON.stringify(toOpenAiError(data.code as ErrorCode, data.message));
      return;
    } else if (type === "done") {
      yield chunk({}, finishReason(data.finish_reason));
      if (includesUsage) yield tell({ ...head, choices: [], usage: toUsage(data.usage) });
      yield "[DONE]";
    }
  }
}

function identity<O extends string>(object: O, model: string) {
  return { id: `chatcmpl-${randomUUID()}`, object, created: Math.floor(Date.now() / 1000), model };
}

function finishReason(ours: string): "stop" | "length" | "content_filter" {
  return ours === "length" || ours === "content_filter" ? ours : "stop";
}

function toUsage({ prompt_tokens, completion_tokens }: Usage) {
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}
