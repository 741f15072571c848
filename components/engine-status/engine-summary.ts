import type { EngineState, Health } from "@/lib/contract/health";
import type { Session } from "@/lib/contract/session";

/** What the page knows of the engines: the last health answer, and whether the server can be reached at all. */
export interface EngineView {
  /** null until the first answer. */
  health: Health | null;
  unreachable: boolean;
}

/** What a play is on: what it began on, and `provider/name` of the model that answers it where that is known. */
export type PlayEngines = Session["engines"] & { model?: string | null };

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

/**
 * What serves a play, or without one what a play begun now would use; null where none may serve. `new_play` names a
 * kind, or just "engine".
 */
export function servingEngine(
  health: Health,
  kind: "llm" | "tts",
  play: PlayEngines | null = null,
): EngineState | null {
  const engines = health.details[kind];
  const provider = kind === "llm" ? play?.model?.split("/")[0] : undefined;
  const answering = engines.find((engine) => engine.kind === provider);
  if (answering) return answering;
  const began = kind === "llm" ? play?.llm : play?.speech;
  if (began === "demo" || began === "embedded") return engines.find((engine) => engine.embedded) ?? null;
  const name = health.details.new_play[kind];
  if (name === null && !began) return null;
  const mayServe = (engine: EngineState) => !began || !engine.embedded;
  const named = engines.filter(
    (engine) => mayServe(engine) && (engine.kind === name || engine.name === name),
  );
  const candidates =
    named.length > 0 ? named : engines.filter((engine) => !engine.embedded && !engine.on_request);
  return candidates.find(canServe) ?? candidates[0] ?? null;
}

/** lit: both are real engines · idle: something is embedded, or not known yet · bad: something is missing or gone */
export function engineTone(view: EngineView, play: PlayEngines | null = null): EngineTone {
  const { health } = view;
  if (view.unreachable) return "bad";
  if (!health) return "idle";
  const serving = (["llm", "tts"] as const).map((kind) => servingEngine(health, kind, play));
  if (serving.some((engine) => engine === null || !canServe(engine))) return "bad";
  return serving.every((engine) => engine && !engine.embedded) ? "lit" : "idle";
}
