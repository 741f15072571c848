import type { EngineState, Health } from "@/lib/contract/health";

/** What the room knows of the engines: the last health answer, and whether the server can be reached at all. */
export interface EngineView {
  /** null until the first answer. */
  health: Health | null;
  unreachable: boolean;
}

export type EngineTone = "lit" | "idle" | "bad";

/** A real engine of this kind that answers now; null when there is only the embedded one, or none. */
export function liveEngine(engines: readonly EngineState[]): EngineState | null {
  return engines.find((engine) => !engine.embedded && engine.state !== "down") ?? null;
}

/** The engine a play begun now would use, as its health entry; null where none may serve. */
export function servingEngine(health: Health, kind: "llm" | "tts"): EngineState | null {
  const name = health.details.new_play[kind];
  const engines = health.details[kind];
  return engines.find((engine) => engine.name === name || engine.kind === name) ?? null;
}

/** lit: both are real engines · idle: something is embedded · bad: something is missing or the server is gone */
export function engineTone(view: EngineView): EngineTone {
  if (view.unreachable) return "bad";
  if (!view.health) return "idle";
  const serving = [servingEngine(view.health, "llm"), servingEngine(view.health, "tts")];
  if (serving.some((engine) => engine === null)) return "bad";
  return serving.every((engine) => engine && !engine.embedded) ? "lit" : "idle";
}
