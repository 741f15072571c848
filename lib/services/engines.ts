import "server-only";
import { demoRepertoire } from "@/lib/characters";
import type { Settings } from "@/lib/config/env";
import { createDemoEngine } from "@/lib/llm/engines/demo";
import { createOllama } from "@/lib/llm/engines/ollama";

/** The language engines the operator's choice allows; null where it leaves one out. */
export function languageEngines({ llm }: Settings) {
  const isWanted = (service: Settings["llm"]["service"]) => llm.service === "auto" || llm.service === service;
  const { ollamaBaseUrl: baseUrl, contextLength, model } = llm;
  return {
    ollama: isWanted("ollama") ? createOllama({ baseUrl, contextLength, preferredModel: model }) : null,
    demo: isWanted("demo") ? createDemoEngine({ repertoire: demoRepertoire }) : null,
  };
}
