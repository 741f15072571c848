import type { Locale } from "@/lib/i18n/locales";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";

export type LanguageEngineKind = "ollama" | "demo";

export interface PromptLine {
  role: "system" | "user" | "assistant";
  content: string;
}

/** What the demo cast plays from; engines with a model of their own ignore it. */
export interface CastNotes {
  characterId: string | null;
  name: string;
  language: Locale;
}

export interface LanguageRequest {
  /** The engine's own model name. */
  model: string;
  messages: PromptLine[];
  temperature: number;
  maxTokens: number;
  cast: CastNotes;
}

export type FinishReason = "stop" | "length";

/** What a model says, in order: any number of texts, then exactly one finish. */
export type LanguagePart =
  | { type: "text"; delta: string }
  | { type: "finish"; reason: FinishReason; promptTokens: number; completionTokens: number };

export interface LanguageModel {
  /** The engine's own name for it. */
  name: string;
  contextLength?: number;
}

/**
 * One language engine. Stateless: who calls decides on retry and on which engine plays.
 *
 * `streamText` rejects (also midway) with UpstreamError; a stream that ends without the engine's own
 * end mark is `malformed`. Aborting `context.signal` closes the connection, which frees the engine's slot.
 * Reasoning is never yielded as text. Prompts and answers are never logged.
 */
export interface LanguageEngine {
  readonly kind: LanguageEngineKind;
  streamText(request: LanguageRequest, context: EngineContext): AsyncIterable<LanguagePart>;
  /** Models the engine could answer with now, its default first. */
  listModels(context: EngineContext): Promise<LanguageModel[]>;
  checkHealth(context: EngineContext): Promise<EngineHealth>;
  /** Its own count of a prompt's tokens; absent where it has none. Rejects with UpstreamError. */
  countTokens?(model: string, messages: PromptLine[], context: EngineContext): Promise<number>;
}
