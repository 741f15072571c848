import "server-only";
import type { WireEvent } from "@/lib/contract/event-stream";
import type { EngineModels, ModelPull } from "@/lib/contract/models";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { ModelAdmin, PullState } from "@/lib/services/model-admin";
import { toAppError } from "./error-response";

const EVENT_OF = { running: "progress", done: "done", failed: "error", cancelled: "cancelled" } as const;

export function modelsView(
  { freeMemory, pull, ...rest }: Awaited<ReturnType<ModelAdmin["list"]>>,
  locale: Locale,
): EngineModels {
  return { ...rest, free_memory: freeMemory, pull: pull && pullView(pull, locale) };
}

/** A download as it is told: why it failed as a sentence. */
export function pullView({ error, ...pull }: PullState, locale: Locale): ModelPull {
  if (pull.state !== "failed") return pull;
  const { key, params } = toAppError(error);
  return { ...pull, message: sentence(locale, key, params) };
}

/** A download's states as events, numbered from 1. */
export async function* pullEvents(
  states: AsyncIterable<PullState>,
  locale: Locale,
): AsyncGenerator<WireEvent> {
  let id = 0;
  for await (const state of states) {
    id += 1;
    yield { id, type: EVENT_OF[state.state], data: pullView(state, locale) };
  }
}
