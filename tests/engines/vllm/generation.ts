import type { ServerResponse } from "node:http";
import { nextTurn, now, sleepUntil } from "../clock";
import type { OllamaRequest } from "../ollama/request-log";
import { messageTokens, tokenize } from "../ollama/tokens";
import { drop, send, write } from "../socket-server";
import type { VllmFault, VllmFaultSettings, VllmOptions } from "./options";
import { OLDER_OVERFLOW } from "./refusals";

export interface VllmGeneration {
  options: VllmOptions;
  request: OllamaRequest;
  response: ServerResponse;
  fault: { name: VllmFault; settings: VllmFaultSettings } | null;
  /** Aborts when nobody wants the answer any more. */
  gone: AbortSignal;
  text: string;
  thinking: string;
}

interface Piece {
  field: "content" | "reasoning" | "reasoning_content";
  token: string;
}

const MID_STREAM: VllmFault[] = [
  "midStreamError",
  "providerError",
  "endWithoutDone",
  "dieMidStream",
  "garbageLines",
  "stall",
];

/** Says the answer at the set pace as server-sent events, or in one object. */
export async function generate(generation: VllmGeneration): Promise<void> {
  const { options, request, response, fault, gone } = generation;
  const { body } = request;
  const id = `chatcmpl-${request.index}`;
  const common = { id, object: "chat.completion.chunk", created: 1_790_000_000, model: request.model };
  const choice = (delta: object, finish: string | null = null) => ({
    ...common,
    choices: [{ index: 0, delta, ...(finish ? { finish_reason: finish, stop_reason: null } : {}) }],
  });
  const streamed = body.stream === true && fault?.name !== "plainJson";
  const limit = Number(body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY);
  const breakAt =
    fault && MID_STREAM.includes(fault.name) ? (fault.settings.afterTokens ?? 5) : Number.POSITIVE_INFINITY;
  const pieceMs = 1000 / options.tokensPerSecond / options.speed;
  let at = now() + options.firstTokenMs / options.speed;
  let finish = "stop";
  let count = 0;
  if (fault?.name === "overflowInStream") {
    const message = `This model's maximum context length is ${options.contextLength} tokens.`;
    return endWithError(response, { message, type: "BadRequestError", param: null, code: 400 });
  }
  if (fault?.name === "overflowLine") {
    begin(response);
    await write(response, Buffer.from(`error: ${JSON.stringify(OLDER_OVERFLOW)}\n\n`));
    response.end();
    return;
  }
  if (streamed && options.flavour === "openrouter") await comment(response);
  if (streamed && !(await event(response, choice({ role: "assistant", content: "" })))) return;
  for (const { field, token } of pieces(generation)) {
    if (request.tokens.length >= breakAt) break;
    if (count >= limit && fault?.name !== "endless") {
      finish = "length";
      break;
    }
    await sleepUntil(at, gone);
    if (gone.aborted) return;
    at += pieceMs;
    count += 1;
    // KoboldCpp goes on although nobody listens.
    const isHeard = !streamed || (await event(response, choice({ [field]: token })));
    if (!isHeard && options.flavour !== "koboldcpp") return;
    if (!isHeard) await nextTurn();
    if (field === "content") request.tokens.push({ text: token, at: now() });
    else request.thinkingTokens += 1;
  }
  if (gone.aborted || (await breakOff(generation))) return;
  const prompt = request.messages.reduce((sum, message) => sum + messageTokens(message), 0);
  const usage = { prompt_tokens: prompt, total_tokens: prompt + count, completion_tokens: count };
  if (!streamed) {
    const content = request.tokens.map(({ text }) => text).join("");
    const message = { role: "assistant", content };
    const choices = [{ index: 0, message, finish_reason: finish }];
    return send(response, 200, { ...common, object: "chat.completion", choices, usage });
  }
  await event(response, choice({ content: "" }, finish));
  const wanted = (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage;
  if (wanted && fault?.name !== "noUsage") await event(response, { ...common, choices: [], usage });
  if (fault?.name !== "noDone") await write(response, Buffer.from("data: [DONE]\n\n"));
  response.end();
}

function* pieces({ text, thinking, options, fault }: VllmGeneration): Generator<Piece> {
  if (thinking !== "" && options.reasoning === "inline")
    for (const token of tokenize(`<think>\n${thinking}\n</think>\n\n`)) yield { field: "content", token };
  else if (thinking !== "")
    for (const token of tokenize(thinking)) yield { field: options.reasoning as "reasoning", token };
  do {
    for (const token of tokenize(text)) yield { field: "content", token };
  } while (fault?.name === "endless");
}

/** Does what the fault wants in the middle of the answer; false when there is none. */
async function breakOff({ response, fault, gone }: VllmGeneration): Promise<boolean> {
  switch (fault?.name) {
    case "midStreamError": {
      const message = "EngineCore encountered an issue. See stack trace for the root cause.";
      await endWithError(response, { message, type: "InternalServerError", param: null, code: 500 });
      return true;
    }
    case "providerError": {
      const metadata = { provider_name: "Somewhere", raw: '{"error":{"message":"upstream fell over"}}' };
      await endWithError(response, { code: 502, message: "Provider returned error", metadata });
      return true;
    }
    case "endWithoutDone":
      response.end();
      return true;
    case "dieMidStream":
      drop(response);
      return true;
    case "garbageLines":
      await write(response, Buffer.from('data: {"id":"chatcmpl\n\n<html>502 Bad Gateway</html>\n\n'));
      response.end();
      return true;
    case "stall":
      await new Promise<void>((resolve) => gone.addEventListener("abort", () => resolve(), { once: true }));
      return true;
    default:
      return false;
  }
}

async function endWithError(response: ServerResponse, error: object): Promise<void> {
  await event(response, { error });
  await write(response, Buffer.from("data: [DONE]\n\n"));
  response.end();
}

async function comment(response: ServerResponse): Promise<void> {
  begin(response);
  await write(response, Buffer.from(": OPENROUTER PROCESSING\n\n"));
}

function begin(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
}

/** Sends one event; one in three goes in two pieces, cut inside a character where it has one of several bytes. */
async function event(response: ServerResponse, value: object): Promise<boolean> {
  begin(response);
  const bytes = Buffer.from(`data: ${JSON.stringify(value)}\n\n`);
  const wide = bytes.findIndex((byte) => byte >= 0xc0);
  if (wide < 0 || bytes.length % 3 !== 0) return write(response, bytes);
  if (!(await write(response, bytes.subarray(0, wide + 1)))) return false;
  await nextTurn();
  return write(response, bytes.subarray(wide + 1));
}
