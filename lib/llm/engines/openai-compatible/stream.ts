import { z } from "zod";
import type { LanguagePart } from "@/lib/llm/engine";
import { createReasoningFilter } from "@/lib/llm/reasoning";
import { parseJson, readLines, readText, toEngineError, type UpstreamAnswer } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** `reasoning` and `reasoning_content` stand beside `content`: what is not read is not spoken. */
const said = z.object({ content: z.string().nullish() });
const usage = z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() });
const chunk = z.object({
  error: z.unknown().optional(),
  choices: z
    .array(z.object({ delta: said.nullish(), message: said.nullish(), finish_reason: z.string().nullish() }))
    .default([]),
  usage: usage.nullish(),
});
type Chunk = z.infer<typeof chunk>;

/**
 * Reads an answer of `/v1/chat/completions`, streamed or in one piece. It is whole where it has a finish reason or its
 * `[DONE]`; an error inside it rejects as the status it names would.
 */
export async function* readChatStream(
  answer: UpstreamAnswer,
  signal: AbortSignal,
): AsyncGenerator<LanguagePart> {
  const reasoning = createReasoningFilter();
  let finish: string | null = null;
  let counted: z.infer<typeof usage> = {};
  let pieces = 0;
  for await (const event of events(answer)) {
    // Several events may have come at once.
    if (signal.aborted) throw new UpstreamError("aborted", "call was aborted");
    if (event === "done") {
      finish ??= "stop";
      break;
    }
    const [choice] = event.choices;
    const delta = reasoning((choice?.delta ?? choice?.message)?.content ?? "", false);
    if (delta !== "") {
      pieces += 1;
      yield { type: "text", delta };
    }
    finish = choice?.finish_reason ?? finish;
    counted = event.usage ?? counted;
  }
  if (finish === null) throw new UpstreamError("malformed", "answer ended without its last event");
  const rest = reasoning("", true);
  if (rest !== "") yield { type: "text", delta: rest };
  yield {
    type: "finish",
    reason: finish === "length" ? "length" : "stop",
    promptTokens: counted.prompt_tokens ?? 0,
    completionTokens: counted.completion_tokens ?? pieces,
  };
}

async function* events(answer: UpstreamAnswer): AsyncGenerator<Chunk | "done"> {
  if ((answer.headers.get("content-type") ?? "").startsWith("application/json")) {
    yield readChunk(await readText(answer));
    return;
  }
  for await (const line of readLines(answer.chunks)) {
    // Older releases of llama.cpp name the event so, with a status of 200.
    if (line.startsWith("error:")) throw toEngineError(parseJson(line.slice("error:".length)));
    // Comments and names of events say nothing here.
    if (!line.startsWith("data:")) continue;
    const data = line.slice("data:".length).trim();
    if (data === "[DONE]") {
      yield "done";
      return;
    }
    if (data !== "") yield readChunk(data);
  }
}

function readChunk(text: string): Chunk {
  const parsed = chunk.safeParse(parseJson(text));
  if (!parsed.success)
    throw new UpstreamError("malformed", "event is no chat event", { cause: parsed.error });
  if (parsed.data.error) throw toEngineError(parsed.data.error);
  return parsed.data;
}
