import { now } from "../clock";
import { send } from "../socket-server";
import { type Engine, type Exchange, findModel, misbehave, readObject } from "./engine";
import { CONTEXT_FULL, generate, type OllamaFault } from "./generation";
import type { ChatLine, OllamaModel } from "./options";
import type { OllamaRequest } from "./request-log";
import { messageTokens } from "./tokens";

const REFUSALS: Partial<Record<OllamaFault, (model: string) => [number, string, object?]>> = {
  unauthorized: () => [
    401,
    "unauthorized",
    { signin_url: "https://ollama.com/connect?name=stage&key=c3NoLWVkMjU1MTk" },
  ],
  cloudLimit: () => [429, "too many requests"],
  cloudDown: () => [502, "bad gateway"],
  canceled: () => [499, "request canceled"],
  shiftOff: () => [400, CONTEXT_FULL],
  notFound: (model) => [404, `model '${model}' not found`],
  notFoundPull: (model) => [404, `model "${model}" not found, try pulling it first`],
  serverError: () => [
    500,
    "model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details",
  ],
  busy: () => [503, "server busy, please try again.  maximum pending requests exceeded"],
};

/** `POST /api/chat`. */
export async function answerChat(exchange: Exchange): Promise<void> {
  const { engine, response } = exchange;
  const receivedAt = now();
  const body = await readObject(exchange);
  if (!body) return;
  if (Array.isArray(body.messages) && body.messages.length === 0) return answerLoad(exchange, body);
  const entry = engine.log.receive(body, receivedAt);
  const gone = new AbortController();
  let dropped = false;
  response.on("finish", () => {
    entry.status = response.statusCode;
  });
  response.on("close", () => {
    gone.abort();
    engine.log.close(entry, response.writableFinished || dropped ? "finished" : "aborted");
  });
  const messages = Array.isArray(body.messages) ? (body.messages as ChatLine[]) : [];
  const fault = engine.faults.take(messages.at(-1)?.content ?? "");
  entry.fault = fault?.name ?? null;
  dropped = fault?.name === "reset" || fault?.name === "dieMidStream";
  if (misbehave(response, fault?.name ?? null)) return;
  const refusal = fault && REFUSALS[fault.name]?.(entry.model);
  if (refusal) return send(response, refusal[0], { error: refusal[1], ...refusal[2] });
  if (entry.model === "") return send(response, 400, { error: "model is required" });
  const model = findModel(engine, entry.model);
  if (!model) return send(response, 404, { error: `model '${entry.model}' not found` });
  const problem = requestProblem(body, model);
  if (problem !== null) return send(response, 400, { error: problem });

  if (!(await engine.slots.take(engine.options.parallel, gone.signal))) return;
  try {
    entry.startedAt = now();
    const loadMs = load(engine, model, body);
    const contextLength = engine.loaded?.contextLength ?? engine.options.contextLength;
    const tooLong = fitContext(entry, messages, contextLength);
    if (tooLong !== null) return send(response, 400, { error: tooLong });
    const isTold = body.think === false && fault?.name !== "thinksAnyway";
    const thinks = model.capabilities.includes("thinking") && !isTold;
    const text = engine.options.reply(entry.messages, engine.turns);
    engine.turns += 1;
    const thinking = thinks ? engine.options.thinking : "";
    const { options } = engine;
    await generate({
      options,
      model,
      request: entry,
      response,
      fault,
      gone: gone.signal,
      text,
      thinking,
      loadMs,
    });
  } finally {
    engine.slots.release();
  }
}

function requestProblem(body: Record<string, unknown>, model: OllamaModel): string | null {
  if (!model.capabilities.includes("completion")) return `"${body.model}" does not support chat`;
  const wantsThinking = body.think !== undefined && body.think !== null && body.think !== false;
  if (wantsThinking && !model.capabilities.includes("thinking"))
    return `"${body.model}" does not support thinking`;
  const { format } = body;
  if (format !== undefined && format !== "json" && (format === null || typeof format !== "object"))
    return `invalid format: ${JSON.stringify(format)}; expected "json" or a valid JSON Schema object`;
  return null;
}

/** Makes the model the loaded one; milliseconds that takes. Another `num_ctx` than the loaded one loads it again. */
function load(engine: Engine, model: OllamaModel, body: Record<string, unknown>): number {
  const wanted = (body.options as { num_ctx?: number } | undefined)?.num_ctx ?? engine.options.contextLength;
  const contextLength = Math.min(Math.max(4, wanted), model.contextLength);
  const { loaded } = engine;
  if (loaded?.model.name === model.name && loaded.contextLength === contextLength) return 0;
  engine.loaded = { model, contextLength };
  engine.log.loads += 1;
  return engine.options.loadMs;
}

/** No messages: only loads the model, or unloads it where it is to be kept for no time at all. */
function answerLoad({ engine, response }: Exchange, body: Record<string, unknown>): void {
  const model = findModel(engine, String(body.model));
  if (!model) {
    send(response, 404, { error: `model '${body.model}' not found` });
    return;
  }
  const unload = body.keep_alive === 0 || body.keep_alive === "0";
  if (unload) engine.loaded = null;
  else load(engine, model, body);
  const message = { role: "assistant", content: "" };
  const common = { model: model.name, created_at: new Date().toISOString(), message };
  send(response, 200, { ...common, done: true, done_reason: unload ? "unload" : "load" });
}

/**
 * The oldest lines that are not the system's fall away silently until the rest fits. With `truncate: false`, or where
 * the last line alone is too long: what the runner said of it, its JSON as a text.
 */
function fitContext(entry: OllamaRequest, messages: ChatLine[], contextLength: number): string | null {
  const kept = [...messages];
  const size = () => kept.reduce((sum, message) => sum + messageTokens(message), 0);
  while (size() > contextLength) {
    const oldest = kept.findIndex((message, index) => message.role !== "system" && index < kept.length - 1);
    if (oldest < 0 || entry.body.truncate === false) {
      const message = `request (${size()} tokens) exceeds the available context size (${contextLength} tokens), try increasing it`;
      const error = {
        code: 400,
        message,
        type: "exceed_context_size_error",
        n_prompt_tokens: size(),
        n_ctx: contextLength,
      };
      return JSON.stringify({ error });
    }
    kept.splice(oldest, 1);
    entry.droppedMessages += 1;
  }
  entry.messages = kept;
  return null;
}
