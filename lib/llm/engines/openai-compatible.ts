import { z } from "zod";
import type { LanguageEngine, LanguagePart, LanguageRequest, PromptLine } from "@/lib/llm/engine";
import { ANSWER_LIMITS, LIST_MS, PROBE_MS } from "@/lib/llm/limits";
import { askForObject, type JsonSchema, wholeText, withForm } from "@/lib/llm/objects";
import { asContextOverflow } from "@/lib/llm/overflow";
import { modelGone, withRemedy } from "@/lib/llm/remedies";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { joinUrl, listens, parseJson, readText, requestOk, request as send } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { withoutKey } from "@/lib/upstream/without-key";
import { type Concession, concessionFor } from "./openai-compatible/concessions";
import { ContextSizes } from "./openai-compatible/context-sizes";
import { isKobold, koboldKey, stopKobold } from "./openai-compatible/kobold";
import { toTemplate } from "./openai-compatible/messages";
import { ServedModels } from "./openai-compatible/models";
import { readChatStream } from "./openai-compatible/stream";

export interface OpenAiCompatibleSettings {
  /** With or without the ending `/v1`; a path prefix is kept. */
  baseUrl: string;
  apiKey?: string;
  /** Tokens, where the server's own word is not to be taken. */
  contextLength?: number;
  /** Listed first. */
  preferredModel?: string;
}

/** `form`: the JSON schema the answer must fit. */
type ChatRequest = Omit<LanguageRequest, "cast"> & { form?: JsonSchema };

const counted = z.object({ count: z.number().int().nonnegative() });

/** vLLM, and whatever else answers `/v1/chat/completions`: llama.cpp, LM Studio, KoboldCpp, OpenRouter. */
export function createOpenAiCompatible(settings: OpenAiCompatibleSettings): LanguageEngine {
  const root = settings.baseUrl.trim().replace(/\/+$/, "").replace(/\/v1$/, "");
  const headers: Record<string, string> = settings.apiKey
    ? { authorization: `Bearer ${settings.apiKey}` }
    : {};
  const address = (path: string) => joinUrl(root, path);
  const served = new ServedModels(root, headers);
  const sizes = new ContextSizes(root, headers);
  /** What each model turned out not to take: asked for without it from then on. */
  const conceded = new Map<string, Set<Concession>>();

  /** Sends what `toBody` makes of the model's concessions; a refusal that names another one is met with it. */
  async function post(
    path: string,
    model: string,
    toBody: (without: ReadonlySet<Concession>) => object,
    limits: typeof ANSWER_LIMITS,
    context: EngineContext,
  ) {
    const without = new Set(conceded.get(model));
    for (;;) {
      try {
        const json = toBody(without);
        return await requestOk(address(path), { method: "POST", json, headers, ...limits }, context);
      } catch (cause) {
        const error = asContextOverflow(withoutKey(cause, settings.apiKey));
        const concession = concessionFor(error);
        if (concession === null || without.has(concession)) throw error;
        conceded.set(model, without.add(concession));
      }
    }
  }

  async function* streamChat(request: ChatRequest, context: EngineContext): AsyncGenerator<LanguagePart> {
    const { model } = request;
    const genkey = isKobold(model) ? koboldKey() : undefined;
    const body = (without: ReadonlySet<Concession>) => ({ ...toBody(request, without), genkey });
    let isOver = false;
    try {
      const answer = await post("/v1/chat/completions", model, body, ANSWER_LIMITS, context);
      yield* readChatStream(answer, context.signal);
      isOver = true;
    } catch (error) {
      throw withRemedy(asContextOverflow(withoutKey(error, settings.apiKey)), remediesFor(model));
    } finally {
      if (genkey && !isOver) void stopKobold(address("/api/extra/abort"), genkey, headers, context);
    }
  }

  async function listModels(context: EngineContext) {
    const { contextLength, preferredModel } = settings;
    const listed = await served.read(LIST_MS, context);
    const isTold = contextLength !== undefined || listed.some((model) => model.contextLength);
    const models = isTold ? listed : await sizes.of(listed, context);
    const preferred = models.filter(({ name }) => name === preferredModel);
    return [...preferred, ...models.filter((model) => !preferred.includes(model))].map((model) => ({
      ...model,
      ...(contextLength === undefined ? {} : { contextLength }),
    }));
  }

  return {
    kind: "vllm",
    name: "vLLM",
    capabilities: { objects: true, embedded: false, remote: false },
    streamText: streamChat,
    generateObject: (request, context) =>
      askForObject(request, (messages, form) =>
        wholeText(streamChat({ ...request, messages: withForm(messages, form), form }, context)),
      ),
    listModels,
    async checkHealth(context) {
      const health = await checkHealth(address("/health"), served, context);
      if (health.state === "down") {
        served.forget();
        sizes.forget();
      }
      return health;
    },
    async countTokens(model, messages, context) {
      const limits = { answerMs: LIST_MS };
      const toJson = (without: ReadonlySet<Concession>) => ({ model, ...toPrompt(messages, without) });
      const answer = await post("/tokenize", model, toJson, limits, context);
      const parsed = counted.safeParse(parseJson(await readText(answer)));
      if (!parsed.success) throw new UpstreamError("malformed", "count of tokens unreadable");
      return parsed.data.count;
    },
  };
}

const remediesFor = (model: string) => ({
  401: { key: "reason_engine_key_refused" },
  402: { key: "engine_no_credit" },
  403: { key: "reason_engine_key_refused" },
  404: modelGone(model),
});

function toBody(request: ChatRequest, without: ReadonlySet<Concession>): object {
  const { model, messages, temperature, maxTokens, form } = request;
  return {
    model,
    ...toPrompt(messages, without),
    stream: true,
    stream_options: { include_usage: true },
    temperature,
    // The newer `max_completion_tokens` is not known everywhere.
    max_tokens: maxTokens,
    ...(without.has("noTemplateOptions") ? {} : { chat_template_kwargs: { enable_thinking: false } }),
    ...(form && !without.has("noForm")
      ? { response_format: { type: "json_schema", json_schema: { name: "answer", schema: form } } }
      : {}),
  };
}

function toPrompt(prompt: readonly PromptLine[], without: ReadonlySet<Concession>): object {
  const messages = toTemplate(prompt, {
    alternates: without.has("alternates"),
    hasNoSystem: without.has("hasNoSystem"),
  });
  const goesOn = messages.at(-1)?.role === "assistant" && !without.has("noTemplateOptions");
  return { messages, ...(goesOn ? { continue_final_message: true, add_generation_prompt: false } : {}) };
}

/** Any 2xx of `/health` means it is up, and so does a list of models; `reason` says what keeps it from being used. */
async function checkHealth(
  healthUrl: string,
  served: ServedModels,
  context: EngineContext,
): Promise<EngineHealth> {
  const [page, list] = await Promise.allSettled([
    send(healthUrl, { answerMs: PROBE_MS }, context).then((answer) => {
      answer.close();
      return answer.status >= 200 && answer.status < 300;
    }),
    served.read(PROBE_MS, context),
  ]);
  if (page.status === "rejected" && isUnreachable(page.reason)) return { state: "down", reason: "refused" };
  if (list.status === "fulfilled")
    return list.value.length > 0 ? { state: "up" } : { state: "up", reason: "no_models_served" };
  const failure: unknown = list.reason;
  if (!(failure instanceof UpstreamError) || failure.kind === "aborted") throw failure;
  if (failure.status === 401 || failure.status === 403) return { state: "up", reason: "engine_key_refused" };
  if (failure.kind === "saturated") return { state: "busy", reason: "busy" };
  if (page.status === "fulfilled" && page.value) {
    return failure.kind === "timeout"
      ? { state: "busy", reason: "busy" }
      : { state: "up", reason: "unknown_service" };
  }
  if (failure.kind === "timeout" && (await listens(healthUrl, PROBE_MS / 4, context.signal)))
    return { state: "busy", reason: "busy" };
  return failure.kind === "unreachable" || failure.kind === "timeout"
    ? { state: "down", reason: "refused" }
    : { state: "up", reason: "unknown_service" };
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof UpstreamError && error.kind === "unreachable";
