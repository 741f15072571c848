import "server-only";
import { demoRepertoire } from "@/lib/characters";
import type { Settings } from "@/lib/config/env";
import { createLanguageEngine, LANGUAGE_ENGINE_KINDS } from "@/lib/llm/registry";
import type { LanguageEngineSetup } from "@/lib/llm/watched-engine";

/**
 * The language engines the operator's choice allows, the preferred first. One that is not on the operator's machines
 * answers by itself only where LLM_SERVICE names it.
 */
export function languageEngines(settings: Settings): LanguageEngineSetup[] {
  const { service } = settings.llm;
  return LANGUAGE_ENGINE_KINDS.filter((kind) => service === "auto" || service === kind).flatMap((kind) => {
    const engine = createLanguageEngine(kind, { settings, repertoire: demoRepertoire });
    if (!engine) return [];
    const isOnRequest = service === "auto" && engine.capabilities.remote;
    return [{ engine, isOnRequest, isGuessed: kind === "vllm" && !settings.vllm.configured }];
  });
}
