import type { ServerResponse } from "node:http";
import { nextTurn, now, sleepUntil } from "../clock";
import { drop, send, write } from "../socket-server";
import type { OllamaModel, OllamaOptions } from "./options";
import type { OllamaRequest } from "./request-log";
import { messageTokens, tokenize } from "./tokens";

/** What can be made to go wrong, and how it shows. */
export const OLLAMA_FAULTS = {
  hang: "Takes the request and never answers",
  reset: "Closes the connection without an answer",
  forbidden: "403 with an empty body: the Host header is not allowed",
  notFound: "404, in the words of chat, generate and show",
  notFoundPull: `404, in the scheduler's words`,
  serverError: "500: the runner has stopped",
  unauthorized: "401: a cloud model, and nobody is signed in",
  cloudLimit: "429: a cloud model, and too much was asked of it",
  cloudDown: "502: a cloud model that its service does not answer for",
  canceled: "499: the request was canceled on Ollama's side",
  shiftOff: "400: the prompt is too long and shifting is off, in the one fixed text",
  busy: "503: too many requests wait",
  garbage: "200 with a web page",
  midStreamError: "An error line after `afterTokens`",
  overflowLine: "An error line after `afterTokens` that says the context is full",
  endWithoutDone: "The answer ends after `afterTokens` without its last line",
  dieMidStream: "The connection breaks after `afterTokens`",
  garbageLines: "Something that is no JSON after `afterTokens`",
  stall: "Nothing more after `afterTokens`, the connection stays",
  endless: "Tokens without end, whatever `num_predict` says",
  plainJson: "One `application/json` object although a stream was asked for",
  thinksAnyway: "Thinks although it was told not to, as older releases do",
  noCounts: "The last line without its counts: values of zero are left out",
  noModels: "`/api/tags` is empty, and so no model is found",
  slow: "Takes `factor` times as long",
} as const;
/** The one text for a prompt that is too long where the context does not shift. */
export const CONTEXT_FULL =
  "the prompt is longer than the context length currently available to the model; shorten the prompt, or set a larger context length";
export type OllamaFault = keyof typeof OLLAMA_FAULTS;

export interface OllamaFaultSettings {
  /** Tokens before a fault in the middle; default 5. */
  afterTokens?: number;
  /** For `slow`; default 10. */
  factor?: number;
}

export interface Generation {
  options: OllamaOptions;
  model: OllamaModel;
  request: OllamaRequest;
  response: ServerResponse;
  fault: { name: OllamaFault; settings: OllamaFaultSettings } | null;
  /** Aborts when the client has closed the connection. */
  gone: AbortSignal;
  /** The answer. */
  text: string;
  /** What is thought before it; empty where nothing is. */
  thinking: string;
  loadMs: number;
}

/** Says the answer at the set pace; resolves when it is over or its client has gone. */
export async function generate(generation: Generation): Promise<void> {
  const { request, response, fault, gone, options, model } = generation;
  const streamed = request.body.stream !== false && fault?.name !== "plainJson";
  const limit = breakPoint(generation);
  const startedAt = request.startedAt ?? now();
  const factor = (fault?.name === "slow" ? (fault.settings.factor ?? 10) : 1) / options.speed;
  const firstAt = startedAt + generation.loadMs / options.speed + options.firstTokenMs * factor;
  const line = (value: object) => ({ model: model.name, created_at: new Date().toISOString(), ...value });
  const say = (message: object) =>
    sendLine(response, line({ message: { role: "assistant", ...message }, done: false }));
  if (streamed) request.status = 200;

  let count = 0;
  let finishReason = "stop";
  for (const part of parts(generation)) {
    if (part.kind === "text" && count - request.thinkingTokens >= limit) break;
    if (count >= tokenLimit(generation)) {
      finishReason = "length";
      break;
    }
    await sleepUntil(firstAt + (count * 1000 * factor) / options.tokensPerSecond, gone);
    if (gone.aborted) return;
    count += 1;
    if (part.kind === "thinking") request.thinkingTokens += 1;
    if (streamed) {
      const sent = await say(
        part.kind === "text" ? { content: part.token } : { content: "", thinking: part.token },
      );
      if (!sent) return;
    }
    if (part.kind === "text") request.tokens.push({ text: part.token, at: now() });
  }
  await sleepUntil(firstAt + (count * 1000 * factor) / options.tokensPerSecond, gone);
  if (gone.aborted || (await breakOff(generation))) return;

  const nanoseconds = (milliseconds: number) => Math.round(milliseconds * 1e6);
  const content = streamed ? "" : request.tokens.map((token) => token.text).join("");
  const end = line({
    message: {
      role: "assistant",
      content,
      ...(streamed || generation.thinking === "" ? {} : { thinking: generation.thinking }),
    },
    done: true,
    done_reason: finishReason,
    total_duration: nanoseconds(now() - startedAt),
    ...(fault?.name === "noCounts"
      ? {}
      : {
          prompt_eval_count: request.messages.reduce((sum, message) => sum + messageTokens(message), 0),
          prompt_eval_duration: nanoseconds(options.firstTokenMs * factor),
          eval_count: count,
          eval_duration: nanoseconds((count * 1000 * factor) / options.tokensPerSecond),
        }),
  });
  if (!streamed) return send(response, 200, end, "application/json; charset=utf-8");
  startLines(response);
  response.end(`${JSON.stringify(end)}\n`);
}

interface Part {
  kind: "thinking" | "text";
  token: string;
}

function* parts({ text, thinking, fault }: Generation): Generator<Part> {
  for (const token of tokenize(thinking)) yield { kind: "thinking", token };
  do {
    for (const token of tokenize(text)) yield { kind: "text", token };
  } while (fault?.name === "endless");
}

/** Text tokens before a fault in the middle of the answer. */
function breakPoint({ fault }: Generation): number {
  const breaks: OllamaFault[] = [
    "midStreamError",
    "overflowLine",
    "endWithoutDone",
    "dieMidStream",
    "garbageLines",
    "stall",
  ];
  return fault && breaks.includes(fault.name) ? (fault.settings.afterTokens ?? 5) : Number.POSITIVE_INFINITY;
}

function tokenLimit({ request, fault }: Generation): number {
  const options = request.body.options as { num_predict?: number } | undefined;
  const limit = options?.num_predict;
  return fault?.name === "endless" || limit === undefined || limit < 0 ? Number.POSITIVE_INFINITY : limit;
}

/** Does what the fault wants at its place; false when there is none. */
async function breakOff({ response, fault, gone }: Generation): Promise<boolean> {
  switch (fault?.name) {
    case "midStreamError":
      await sendLine(response, { error: "an error was encountered while running the model: unexpected EOF" });
      response.end();
      return true;
    case "overflowLine":
      await sendLine(response, { error: CONTEXT_FULL });
      response.end();
      return true;
    case "endWithoutDone":
      startLines(response);
      response.end();
      return true;
    case "dieMidStream":
      startLines(response);
      response.flushHeaders();
      drop(response);
      return true;
    case "garbageLines":
      startLines(response);
      await write(response, Buffer.from('{"model":"gemma3:12b","mess\n<html>502 Bad Gateway</html>\n'));
      response.end();
      return true;
    case "stall":
      await new Promise<void>((resolve) => gone.addEventListener("abort", () => resolve(), { once: true }));
      return true;
    default:
      return false;
  }
}

function startLines(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200, { "Content-Type": "application/x-ndjson" });
}

/** Sends one line; one in three goes in two pieces, cut inside a character where it has one of several bytes. */
async function sendLine(response: ServerResponse, value: object): Promise<boolean> {
  startLines(response);
  const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
  const wide = bytes.findIndex((byte) => byte >= 0xc0);
  if (wide < 0 || bytes.length % 3 !== 0) return write(response, bytes);
  if (!(await write(response, bytes.subarray(0, wide + 1)))) return false;
  await nextTurn();
  return write(response, bytes.subarray(wide + 1));
}
