import "server-only";
import type { Settings } from "@/lib/config/env";
import type { LanguageEngine, LanguageEngineKind } from "./engine";
import { createDemoEngine } from "./engines/demo";
import type { FindRepertoire } from "./engines/demo/repertoire";
import { createGemini } from "./engines/gemini";
import { createOllama } from "./engines/ollama";
import { createOpenAiCompatible } from "./engines/openai-compatible";

/** What language engines are made from. */
export interface LanguageEngineParts {
  settings: Pick<Settings, "llm" | "vllm" | "gemini">;
  /** Characters' own lines, for the demo cast. */
  repertoire: FindRepertoire;
}

/** Every kind of language engine, the preferred first; the only place that names their modules. */
const LANGUAGE_ENGINES: Record<LanguageEngineKind, (parts: LanguageEngineParts) => LanguageEngine | null> = {
  ollama: ({ settings: { llm } }) =>
    createOllama({ baseUrl: llm.ollamaBaseUrl, contextLength: llm.contextLength, preferredModel: llm.model }),
  vllm: ({ settings: { llm, vllm } }) =>
    createOpenAiCompatible({ ...vllm, contextLength: llm.contextLength, preferredModel: llm.model }),
  gemini: ({ settings: { llm, gemini } }) => {
    const { apiKey, baseUrl, model: preferredModel, safetyThreshold } = gemini;
    const { contextLength } = llm;
    return apiKey ? createGemini({ apiKey, baseUrl, preferredModel, safetyThreshold, contextLength }) : null;
  },
  demo: ({ repertoire }) => createDemoEngine({ repertoire }),
};

/** Every kind there is, the preferred first. */
export const LANGUAGE_ENGINE_KINDS = Object.keys(LANGUAGE_ENGINES) as LanguageEngineKind[];

/** Null for a kind the settings say too little for. */
export function createLanguageEngine(
  kind: LanguageEngineKind,
  parts: LanguageEngineParts,
): LanguageEngine | null {
  return LANGUAGE_ENGINES[kind](parts);
}
