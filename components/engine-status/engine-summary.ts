import type { EngineState, Health } from "@/lib/contract/health";

/** What the page knows of the engines: the last health answer, and whether the server can be reached at all. */
export interface EngineView {
  /** null until the first answer. */
  health: Health | null;
  unreachable: boolean;
}

export type EngineTone = "lit" | "idle" | "bad";

/** Answers now. One that is up with a reason (no model, reference not readable) cannot serve; a busy one can. */
export function canServe(engine: EngineState): boolean {
  return engine.state === "busy" || (engine.state === "up" && !engine.reason);
}

/** A real engine of this kind that serves by itself now; null when there is only the embedded one, or none. */
export function liveEngine(engines: readonly EngineState[]): EngineState | null {
  return engines.find((engine) => !engine.embedded && !engine.on_request && canServe(engine)) ?? null;
}

/** Ollama answers and has no model that talks. */
export function needsModel(health: Health): boolean {
  return health.details.llm.some(({ kind, reason_code: code }) => kind === "ollama" && code === "no_models");
}

/** What a play begun now would use; null where none may serve. `new_play` names a kind, or just "engine". */
export function servingEngine(health: Health, kind: "llm" | "tts"): EngineState | null {
  const name = health.details.new_play[kind];
  if (name === null) return null;
  const engines = health.details[kind];
  const named = engines.filter((engine) => engine.kind === name || engine.name === name);
  const candidates =
    named.length > 0 ? named : engines.filter((engine) => !engine.embedded && !engine.on_request);
  return candidates.find(canServe) ?? candidates[0] ?? null;
}

/** lit: both are real engines · idle: something is embedded, or not known yet · bad: something is missing or gone */
export function engineTone(view: EngineView): EngineTone {
  if (view.unreachable) return "bad";
  if (!view.health) return "idle";
  const serving = [servingEngine(view.health, "llm"), servingEngine(view.health, "tts")];
  if (serving.some((engine) => engine === null || !canServe(engine))) return "bad";
  return serving.every((engine) => engine && !engine.embedded) ? "lit" : "idle";
}
