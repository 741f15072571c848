import { z } from "zod";
import type { LanguageEngine, LanguageModel, LanguagePart, LanguageRequest } from "@/lib/llm/engine";
import { ANSWER_LIMITS, LIST_MS, PROBE_MS } from "@/lib/llm/limits";
import { isEmbeddingName } from "@/lib/llm/model-names";
import { askForObject, type JsonSchema, wholeText, withForm } from "@/lib/llm/objects";
import { asContextOverflow } from "@/lib/llm/overflow";
import { createReasoningFilter } from "@/lib/llm/reasoning";
import { modelGone, withRemedy } from "@/lib/llm/remedies";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import {
  cleanEngineMessage,
  getJson,
  joinUrl,
  listens,
  parseJson,
  readLines,
  readText,
  requestOk,
  request as send,
} from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";

export interface OllamaSettings {
  baseUrl: string;
  /** Sent as `num_ctx` with every request: a value that changes makes Ollama load the model again. */
  contextLength?: number;
  /** Listed first; without a tag it means `:latest`. */
  preferredModel?: string;
}

const KEEP_ALIVE = "10m";

const chatLine = z.object({
  error: z.string().optional(),
  message: z.object({ content: z.string().default("") }).optional(),
  done: z.boolean().default(false),
  done_reason: z.string().optional(),
  prompt_eval_count: z.number().default(0),
  eval_count: z.number().default(0),
});

const tags = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      capabilities: z.array(z.string()).nullish(),
    }),
  ),
});

const running = z.object({
  models: z.array(z.object({ name: z.string(), context_length: z.number().int().positive().optional() })),
});

/** `format`: the JSON schema the answer must fit. */
type ChatRequest = Omit<LanguageRequest, "cast"> & { format?: JsonSchema };

/** Ollama through its native API, the only one of its two that reports errors in the middle of an answer. */
export function createOllama(settings: OllamaSettings): LanguageEngine {
  const address = (path: string) => joinUrl(settings.baseUrl, path);
  const chat = (request: ChatRequest, context: EngineContext) =>
    streamChat(address("/api/chat"), request, settings, context);
  return {
    kind: "ollama",
    name: "Ollama",
    capabilities: { objects: true, embedded: false, remote: false },
    streamText: chat,
    generateObject: (request, context) =>
      askForObject(request, (messages, format) =>
        wholeText(chat({ ...request, messages: withForm(messages, format), format }, context)),
      ),
    warmUp: (model, context) => warmUp(address("/api/chat"), model, settings, context),
    listModels: (context) => listModels(address, settings, context),
    checkHealth: (context) => checkHealth(address, context),
  };
}

/** Without messages it only loads the model, with the same `num_ctx` as all that follows. */
async function warmUp(url: string, model: string, settings: OllamaSettings, context: EngineContext) {
  const options = contextOption(settings);
  const json = { model, messages: [], stream: false, keep_alive: KEEP_ALIVE, options };
  await readText(await requestOk(url, { method: "POST", json, ...ANSWER_LIMITS }, context));
}

const contextOption = ({ contextLength }: OllamaSettings) =>
  contextLength === undefined ? {} : { num_ctx: contextLength };

async function* streamChat(
  url: string,
  request: ChatRequest,
  settings: OllamaSettings,
  context: EngineContext,
): AsyncGenerator<LanguagePart> {
  const options = {
    temperature: request.temperature,
    num_predict: request.maxTokens,
    ...contextOption(settings),
  };
  const { model, messages, format } = request;
  // `truncate: false`: a prompt that is too long is refused; else its oldest lines would be left out, and nobody told.
  const json = {
    model,
    messages,
    stream: true,
    think: false,
    truncate: false,
    keep_alive: KEEP_ALIVE,
    options,
    format,
  };
  const answer = await requestOk(url, { method: "POST", json, ...ANSWER_LIMITS }, context).catch((error) => {
    throw refused(asContextOverflow(error), model);
  });
  const whole = (answer.headers.get("content-type") ?? "").startsWith("application/json");
  const reasoning = createReasoningFilter();
  for await (const text of whole ? [await readText(answer)] : readLines(answer.chunks)) {
    // Several lines may have come at once.
    if (context.signal.aborted) throw new UpstreamError("aborted", "call was aborted");
    if (text.trim() === "") continue;
    const line = readLine(text);
    const done = line.done || whole;
    const delta = reasoning(line.message?.content ?? "", done);
    if (delta !== "") yield { type: "text", delta };
    if (!done) continue;
    yield {
      type: "finish",
      reason: line.done_reason === "length" ? "length" : "stop",
      promptTokens: line.prompt_eval_count,
      completionTokens: line.eval_count,
    };
    return;
  }
  throw new UpstreamError("malformed", "answer ended without its last line");
}

/** 401 is told of models that run at Ollama's maker, a 403 without a word of a host name it does not take. */
function refused(error: unknown, model: string): unknown {
  const isMute = error instanceof UpstreamError && error.engineMessage === undefined;
  return withRemedy(error, {
    401: { key: "ollama_signed_out", params: { model } },
    404: modelGone(model),
    ...(isMute && { 403: { key: "reason_ollama_host_refused" } }),
  });
}

function readLine(text: string): z.infer<typeof chatLine> {
  const parsed = chatLine.safeParse(parseJson(text));
  if (!parsed.success) throw new UpstreamError("malformed", "line is no chat line", { cause: parsed.error });
  const { error } = parsed.data;
  if (error === undefined) return parsed.data;
  const engineMessage = cleanEngineMessage(error);
  throw asContextOverflow(
    new UpstreamError("rejected", "engine reported an error in its answer", { engineMessage }),
  );
}

type Address = (path: string) => string;

async function listModels(
  address: Address,
  { contextLength, preferredModel }: OllamaSettings,
  context: EngineContext,
): Promise<LanguageModel[]> {
  const limits = { answerMs: LIST_MS };
  const [names, lengths] = await Promise.all([
    readModelNames(address, LIST_MS, context),
    // Only a loaded model has a real length; older servers do not tell it.
    getJson(address("/api/ps"), limits, context).then(
      (value) => running.safeParse(value).data?.models ?? [],
      () => [],
    ),
  ]);
  const preferred = preferredModel && withTag(preferredModel);
  const rank = (name: string) => (withTag(name) === preferred ? 0 : isElsewhere(name) ? 2 : 1);
  return names
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name) => {
      const length = contextLength ?? lengths.find((model) => model.name === name)?.context_length;
      return length === undefined ? { name } : { name, contextLength: length };
    });
}

/** Names of the models that can chat; where the server does not tell what they can, their names do. */
async function readModelNames(address: Address, answerMs: number, context: EngineContext): Promise<string[]> {
  const parsed = tags.safeParse(await getJson(address("/api/tags"), { answerMs }, context));
  if (!parsed.success)
    throw new UpstreamError("malformed", "list of models unreadable", { cause: parsed.error });
  return parsed.data.models
    .filter(({ name, capabilities }) => capabilities?.includes("completion") ?? !isEmbeddingName(name))
    .map(({ name }) => name);
}

/** Ollama has these models run by its maker: nobody's words go there unless one of them is chosen. */
const isElsewhere = (name: string): boolean => /[-:]cloud$/.test(name);

const withTag = (name: string): string =>
  name.slice(name.lastIndexOf("/") + 1).includes(":") ? name : `${name}:latest`;

/** Any answer means it is up; `reason` then says what keeps it from being used. */
async function checkHealth(address: Address, context: EngineContext): Promise<EngineHealth> {
  const [probe, names] = await Promise.allSettled([
    send(address("/api/version"), { answerMs: PROBE_MS }, context),
    readModelNames(address, PROBE_MS, context),
  ]);
  if (probe.status === "rejected") {
    const error: unknown = probe.reason;
    if (!(error instanceof UpstreamError) || error.kind === "aborted") throw error;
    if (error.kind !== "timeout") return { state: "down", reason: "refused" };
    const isThere = await listens(address("/"), PROBE_MS / 4, context.signal);
    return isThere ? { state: "busy", reason: "busy" } : { state: "down", reason: "refused" };
  }
  probe.value.close();
  const unreadable = names.status === "rejected" && isMalformed(names.reason);
  if (probe.value.status === 403) return { state: "up", reason: "ollama_host_refused" };
  if (unreadable) return { state: "up", reason: "unknown_service" };
  if (names.status === "fulfilled" && names.value.length === 0) return { state: "up", reason: "no_models" };
  return { state: "up" };
}

const isMalformed = (error: unknown): boolean => error instanceof UpstreamError && error.kind === "malformed";
