import type { z } from "zod";
import type { Locale } from "@/lib/i18n/locales";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";

export type LanguageEngineKind = "ollama" | "vllm" | "gemini" | "demo";

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

/** A request for data instead of speech. */
export interface ObjectRequest<T> extends Omit<LanguageRequest, "cast"> {
  /** What the answer must be. A field's `describe` is told to the model. */
  schema: z.ZodType<T>;
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

export interface LanguageCapabilities {
  /** Writes data of a given form (`generateObject`). */
  objects: boolean;
  /** Stands in where there is no model: it plays only what was begun without one. */
  embedded: boolean;
  /** What it reads leaves the operator's machines. */
  remote: boolean;
}

/**
 * One language engine. Stateless: who calls decides on retry and on which engine plays.
 *
 * `streamText` rejects (also midway) with UpstreamError; a stream that ends without the engine's own
 * end mark is `malformed`, a prompt too long for the model `rejected` with `isContextOverflow`. Aborting
 * `context.signal` closes the connection, which frees the engine's slot. Reasoning is never yielded as text.
 * Prompts and answers are never logged.
 */
export interface LanguageEngine {
  readonly kind: LanguageEngineKind;
  /** What people call it. */
  readonly name: string;
  readonly capabilities: LanguageCapabilities;
  streamText(request: LanguageRequest, context: EngineContext): AsyncIterable<LanguagePart>;
  /**
   * Data that fits the schema, in the engine's own JSON mode. An answer that does not fit is sent back once to be
   * repaired. Rejects with UpstreamError: `malformed` when it does not fit then, `rejected` where `capabilities.objects` is false.
   */
  generateObject<T>(request: ObjectRequest<T>, context: EngineContext): Promise<T>;
  /** Models the engine could answer with now, its default first. */
  listModels(context: EngineContext): Promise<LanguageModel[]>;
  checkHealth(context: EngineContext): Promise<EngineHealth>;
  /** Loads the model before it is asked anything; absent where models stay loaded. Rejects with UpstreamError. */
  warmUp?(model: string, context: EngineContext): Promise<void>;
  /** Its own count of a prompt's tokens; absent where it has none. Rejects with UpstreamError. */
  countTokens?(model: string, messages: PromptLine[], context: EngineContext): Promise<number>;
}
