import { GoogleGenerativeAI, type SingleRequestOptions } from "@google/generative-ai";
import type { FinishReason, LanguageEngine, LanguageModel, LanguagePart, LanguageRequest } from "@/lib/llm/engine";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { type SafetyThreshold, toContentRequest } from "./gemini/content";
import { callError } from "./gemini/failure";
import { bareModelName, listTalkModels } from "./gemini/models";
import { type Ending, endingError, readReply } from "./gemini/reply";
import { CallLimit } from "./gemini/call-limit";

export interface GeminiSettings {
  apiKey: string;
  /** Google's when absent. */
  baseUrl?: string | undefined;
  /** Listed first; when it is no longer listed, a listed one takes its place and the log says so. */
  preferredModel?: string | undefined;
  /** Caps what a model could read. Tokens. */
  contextLength?: number | undefined;
  safetyThreshold: SafetyThreshold;
}

const GOOGLE = "https://generativelanguage.googleapis.com";
const FIRST_PART_MS = 60_000;
const STALL_MS = 60_000;
const LIST_MS = 10_000;

/** Google's Gemini through its SDK. Nothing a person or a character said reaches the log, nor does the key. */
export function createGemini(settings: GeminiSettings): LanguageEngine {
  const baseUrl = (settings.baseUrl ?? GOOGLE).replace(/\/+$/, "").replace(/\/v1(beta)?$/, "");
  const service = { ...settings, baseUrl };
  let missing: string | null = null;
  const listModels = async (context: EngineContext) => {
    const models = await listAll(service, context);
    const preferred = settings.preferredModel && bareModelName(settings.preferredModel);
    const isMissing = preferred !== undefined && models.length > 0 && models[0]?.name !== preferred;
    if (isMissing && missing !== preferred) {
      context.logger.warn({ asked: preferred, answers: models[0]?.name }, "Gemini lists no such model any more");
    }
    missing = isMissing ? preferred : null;
    return models;
  };
  return {
    kind: "gemini",
    streamText: (request, context) => streamText(service, request, context),
    listModels,
    checkHealth: (context) => checkHealth(service, context),
  };
}
