import type { ServerResponse } from "node:http";
import { nextTurn, now, sleepUntil } from "../clock";
import { tokenize } from "../ollama/tokens";
import { drop, send, write } from "../socket-server";
import type { GeminiContent, GeminiFault, GeminiFaultSettings, GeminiModel, GeminiOptions } from "./options";
import type { GeminiRequest } from "./request-log";

export interface Generation {
  options: GeminiOptions;
  model: GeminiModel;
  request: GeminiRequest;
  response: ServerResponse;
  fault: { name: GeminiFault; settings: GeminiFaultSettings } | null;
  /** Aborts when the client has closed the connection. */
  gone: AbortSignal;
  text: string;
}

interface Piece {
  parts?: object[];
  finishReason?: string;
  tokens: number;
}

/** Tokens of one event: the service sends its text in lumps. */
const TOKENS_PER_EVENT = 3;
const BREAKS: GeminiFault[] = ["safety", "stall", "cut", "endsEarly", "errorInStream", "brokenJson"];

/** Says the answer at the set pace, as events or as one object; resolves when it is over or its client has gone. */
export async function generate(generation: Generation): Promise<void> {
  const { request, response, options, gone, fault } = generation;
  const asEvents = request.method === "streamGenerateContent" && request.url.includes("alt=sse");
  const events: object[] = [];
  const firstAt = now() + options.firstTokenMs / options.speed;
  let said = 0;
  for (const piece of pieces(generation)) {
    await sleepUntil(firstAt + (said * 1000) / options.tokensPerSecond / options.speed, gone);
    if (gone.aborted) return;
    said += piece.tokens;
    const event = describeEvent(generation, piece, said);
    events.push(event);
    if (asEvents && fault?.name !== "plainJson" && !(await sendEvent(response, event))) return;
  }
  if (fault && (await breakOff(generation))) return;
  if (!asEvents || fault?.name === "plainJson") {
    return send(response, 200, asEvents || request.method !== "generateContent" ? events : whole(events));
  }
  startEvents(response);
  response.end();
}

function* pieces({ text, model, request, fault }: Generation): Generator<Piece> {
  if (fault?.name === "blockedPrompt") return yield { tokens: 0 };
  if (fault?.name === "blockedEmpty") return yield { finishReason: "PROHIBITED_CONTENT", tokens: 0 };
  if (fault?.name === "empty") return yield { finishReason: "STOP", tokens: 0 };
  const limit = Number(request.body.generationConfig?.maxOutputTokens ?? Number.POSITIVE_INFINITY);
  const room = limit - model.thinkingTokens;
  if (room <= 0) return yield { finishReason: "MAX_TOKENS", tokens: 0 };
  const tokens = tokenize(text).slice(0, room);
  const isCut = tokenize(text).length > room;
  const isBreaking = fault !== null && BREAKS.includes(fault.name);
  const end = isBreaking ? (fault.settings.afterTokens ?? 5) : tokens.length;
  for (let at = 0; at < Math.min(end, tokens.length); at += TOKENS_PER_EVENT) {
    const lump = tokens.slice(at, Math.min(at + TOKENS_PER_EVENT, end));
    if (fault?.name === "thoughts")
      yield { parts: [{ text: "**Weighing it**\n", thought: true }], tokens: 0 };
    yield { parts: [{ text: lump.join("") }], tokens: lump.length };
  }
  if (fault?.name === "safety") return yield { finishReason: fault.settings.reason ?? "SAFETY", tokens: 0 };
  if (!isBreaking) yield { parts: [{ text: "" }], finishReason: isCut ? "MAX_TOKENS" : "STOP", tokens: 0 };
}

function describeEvent({ model, request, fault }: Generation, piece: Piece, said: number): object {
  const promptTokenCount = countTokens(request.body.contents ?? []);
  const usageMetadata = {
    promptTokenCount,
    ...(said > 0 ? { candidatesTokenCount: said } : {}),
    ...(model.thinkingTokens > 0 ? { thoughtsTokenCount: model.thinkingTokens } : {}),
    totalTokenCount: promptTokenCount + said + model.thinkingTokens,
  };
  const rest = { usageMetadata, modelVersion: model.name, responseId: "x7cgaZ" };
  if (fault?.name === "blockedPrompt") {
    return { promptFeedback: { blockReason: fault.settings.reason ?? "PROHIBITED_CONTENT" }, ...rest };
  }
  const { parts, finishReason } = piece;
  const content = parts ? { parts, role: "model" } : { role: "model" };
  return { candidates: [{ content, ...(finishReason ? { finishReason } : {}), index: 0 }], ...rest };
}

export const countTokens = (contents: GeminiContent[]): number =>
  contents.flatMap(({ parts }) => parts).reduce((sum, { text = "" }) => sum + tokenize(text).length, 0);

/** What `generateContent` answers: the events of a stream as one. */
function whole(events: object[]): object {
  type Event = { candidates?: { content?: { parts?: object[] }; finishReason?: string }[] };
  const candidates = (events as Event[]).flatMap((event) => event.candidates ?? []);
  const last = events.at(-1) ?? {};
  if (candidates.length === 0) return last;
  const parts = candidates.flatMap(({ content }) => content?.parts ?? []);
  const content = parts.length > 0 ? { parts, role: "model" } : { role: "model" };
  return { ...last, candidates: [{ ...candidates.at(-1), content, index: 0 }] };
}

/** Does what the fault wants at its place; false when there is none. */
async function breakOff({ response, fault, gone }: Generation): Promise<boolean> {
  switch (fault?.name) {
    case "stall":
      await new Promise<void>((resolve) => gone.addEventListener("abort", () => resolve(), { once: true }));
      return true;
    case "cut":
      startEvents(response);
      response.flushHeaders();
      drop(response);
      return true;
    case "errorInStream":
      await sendEvent(response, {
        error: {
          code: 503,
          message: "The model is overloaded. Please try again later.",
          status: "UNAVAILABLE",
        },
      });
      response.end();
      return true;
    case "brokenJson":
      startEvents(response);
      response.end('data: {"candidates": [{"content"\r\n\r\n');
      return true;
    default:
      return false;
  }
}

function startEvents(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200, { "Content-Type": "text/event-stream" });
}

/** Sends one event, every second one in two pieces cut inside a character. */
async function sendEvent(response: ServerResponse, value: object): Promise<boolean> {
  startEvents(response);
  const bytes = Buffer.from(`data: ${JSON.stringify(value)}\r\n\r\n`);
  const wide = bytes.findIndex((byte) => byte >= 0xc0);
  if (wide < 0 || bytes.length % 2 !== 0) return write(response, bytes);
  if (!(await write(response, bytes.subarray(0, wide + 1)))) return false;
  await nextTurn();
  return write(response, bytes.subarray(wide + 1));
}
