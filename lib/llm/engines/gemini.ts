import { GoogleGenerativeAI } from "@google/generative-ai";
import type { LanguageEngine, LanguagePart, LanguageRequest } from "@/lib/llm/engine";
import { askForObject, type JsonSchema, wholeText, withForm } from "@/lib/llm/objects";
import { createReasoningFilter } from "@/lib/llm/reasoning";
import { modelGone } from "@/lib/llm/remedies";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { CallLimit } from "./gemini/call-limit";
import { type SafetyThreshold, toContentRequest } from "./gemini/content";
import { ModelList } from "./gemini/model-list";
import { withoutRedirects } from "./gemini/no-redirects";
import { readFinish, readReply } from "./gemini/reply";
import { toResponseSchema } from "./gemini/schema";

export interface GeminiSettings {
  apiKey: string;
  /** Google's when absent; an ending `/v1beta` is tolerated. */
  baseUrl?: string | undefined;
  /** Listed first; when it is no longer listed, another takes its place and the log says so. */
  preferredModel?: string | undefined;
  /** Caps what a model could read. Tokens. */
  contextLength?: number | undefined;
  safetyThreshold: SafetyThreshold;
}

const GOOGLE = "https://generativelanguage.googleapis.com";
/** Thinking comes before the first piece. */
const FIRST_PIECE_MS = 120_000;
const STALL_MS = 60_000;
const LIST_MS = 10_000;

type ContentRequest = Omit<LanguageRequest, "cast"> & { form?: JsonSchema };
type Service = GeminiSettings & { baseUrl: string };

/** Google's Gemini through its SDK. The key goes to its address alone, in a header, and never into the log. */
export function createGemini(settings: GeminiSettings): LanguageEngine {
  const baseUrl = (settings.baseUrl ?? GOOGLE).replace(/\/+$/, "").replace(/\/v1(beta)?$/, "");
  const service = { ...settings, baseUrl };
  const list = new ModelList({ ...service, answerMs: LIST_MS });
  const generate = (request: ContentRequest, context: EngineContext) =>
    streamFromListed(service, list, request, context);
  return {
    kind: "gemini",
    name: "Gemini",
    capabilities: { objects: true, embedded: false, remote: true },
    streamText: generate,
    generateObject: (request, context) =>
      askForObject(request, (messages, form) => wholeText(generate({ ...request, messages, form }, context))),
    listModels: (context) => list.read(context),
    checkHealth: (context) => checkHealth(list, context),
  };
}

/** A model that is gone before it said anything is replaced by a listed one, once. */
async function* streamFromListed(
  service: Service,
  list: ModelList,
  request: ContentRequest,
  context: EngineContext,
): AsyncGenerator<LanguagePart> {
  try {
    return yield* streamContent(service, request, context);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.kind === "aborted" || error.isBlocked) throw error;
    list.forget();
    if (error.status !== 404) throw error;
    const [other] = (await list.read(context)).filter(({ name }) => name !== request.model);
    if (!other) throw error.with({ remedy: modelGone(request.model) });
    context.logger.warn(
      { asked: request.model, answers: other.name },
      "Gemini has no such model; another answers",
    );
    yield* streamContent(service, { ...request, model: other.name }, context);
  }
}

async function* streamContent(
  { apiKey, baseUrl, safetyThreshold }: Service,
  request: ContentRequest,
  context: EngineContext,
): AsyncGenerator<LanguagePart> {
  const { model, form, messages, maxTokens } = request;
  const responseSchema = form && toResponseSchema(form);
  const content = toContentRequest({
    ...request,
    messages: form && !responseSchema ? withForm(messages, form) : messages,
    safetyThreshold,
    json: form !== undefined,
    responseSchema: responseSchema ?? undefined,
  });
  if (context.signal.aborted) throw new UpstreamError("aborted", "call was aborted");
  const limit = new CallLimit(context, apiKey, FIRST_PIECE_MS);
  const reasoning = createReasoningFilter();
  let finishReason: string | null = null;
  let isSilent = true;
  let promptTokens = 0;
  let completionTokens = 0;
  try {
    const client = new GoogleGenerativeAI(apiKey).getGenerativeModel({ model }, { baseUrl });
    const { stream, response } = await withoutRedirects(() =>
      client.generateContentStream(content, { signal: limit.signal }),
    );
    // The SDK rejects this one too when the stream breaks, whether somebody waits for it or not.
    response.catch(() => undefined);
    limit.renew(FIRST_PIECE_MS);
    for await (const value of stream) {
      limit.renew(STALL_MS);
      const reply = readReply(value, apiKey);
      finishReason = reply.finishReason ?? finishReason;
      promptTokens = reply.promptTokens || promptTokens;
      completionTokens = reply.completionTokens || completionTokens;
      const delta = reasoning(reply.text, false);
      if (delta !== "") {
        isSilent = false;
        yield { type: "text", delta };
      }
      // The service's own limit has thinking in it and is therefore wider.
      if (finishReason === null && completionTokens > maxTokens) finishReason = "MAX_TOKENS";
      if (finishReason !== null && completionTokens > maxTokens) break;
    }
    const rest = reasoning("", true);
    if (rest !== "") {
      isSilent = false;
      yield { type: "text", delta: rest };
    }
    limit.renew(STALL_MS);
    yield { type: "finish", reason: readFinish(finishReason, isSilent), promptTokens, completionTokens };
  } catch (thrown) {
    throw limit.explain(thrown);
  } finally {
    limit.end();
  }
}

/** Whether the service takes the key and lists models; nothing is generated for it. */
async function checkHealth(list: ModelList, context: EngineContext): Promise<EngineHealth> {
  try {
    const replaced = await list.replaced(context);
    return replaced
      ? { state: "up", notice: { key: "notice_MODEL_REPLACED", params: replaced } }
      : { state: "up" };
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.kind === "aborted") throw error;
    if (error.kind === "saturated") return { state: "busy", reason: "busy" };
    if (error.kind === "malformed") return { state: "down", reason: "unknown_service" };
    if (error.kind === "rejected") return { state: "down", reason: "gemini_refused" };
    return { state: "down", reason: "gemini_unreachable" };
  }
}
