import type { Logger } from "pino";
import { AppError } from "@/lib/contract/app-error";
import type { ChatModel } from "@/lib/contract/chat";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { EngineWatch } from "@/lib/upstream/watch";
import type { LanguageEngine, LanguageModel } from "./engine";

/** What a play began on. */
export type LanguageChoice = "engine" | "demo";

export interface ChosenModel {
  engine: LanguageEngine;
  choice: LanguageChoice;
  /** The engine's own model name. */
  model: string;
  contextLength: number | undefined;
  /** The asked-for name, where no engine offers it and the default answers. */
  replaced: string | null;
}

export interface LanguageDirectoryOptions {
  /** Null where the operator's choice leaves it out. */
  ollama: LanguageEngine | null;
  demo: LanguageEngine | null;
  context: (signal: AbortSignal) => EngineContext;
  logger: Logger;
}

const DEMO_MODEL = "demo-cast";

/** Which language engines are there, what they offer, and which one answers a play. */
export class LanguageDirectory {
  readonly #ollama: { engine: LanguageEngine; watch: EngineWatch } | null;
  #models: LanguageModel[] = [];

  constructor(private readonly options: LanguageDirectoryOptions) {
    const { ollama, context } = options;
    this.#ollama = ollama && {
      engine: ollama,
      watch: new EngineWatch({
        probe: (signal) => ollama.checkHealth(context(signal)),
        onHealth: (health, signal) => this.#learnModels(ollama, health.state === "up", signal),
      }),
    };
  }

  start(): void {
    this.#ollama?.watch.start();
  }

  stop(): void {
    this.#ollama?.watch.stop();
  }

  /** The state of every engine the operator's choice allows, the embedded one last. */
  states() {
    const demo = this.options.demo
      ? [{ kind: "demo", name: "Demo cast", state: "up" as const, embedded: true, reason: undefined }]
      : [];
    if (!this.#ollama) return demo;
    const { health } = this.#ollama.watch;
    const isEmpty = health.state === "up" && this.#models.length === 0;
    const reason = health.reason ?? (isEmpty ? "no_models" : undefined);
    return [{ kind: "ollama", name: "Ollama", state: health.state, embedded: false, reason }, ...demo];
  }

  /** What a play begun now would be answered by; null where nothing may. */
  choiceForNewPlay(): LanguageChoice | null {
    if (this.#ollama?.watch.isUsable && this.#models.length > 0) return "engine";
    return this.options.demo ? "demo" : this.#ollama ? "engine" : null;
  }

  /** Models of every engine that is up, the default first. */
  listModels(): ChatModel[] {
    const models: ChatModel[] = this.#ollama?.watch.isUsable
      ? this.#models.map((model, at) => ({
          id: model.name,
          name: model.name,
          provider: "ollama",
          ...(model.contextLength === undefined ? {} : { context_length: model.contextLength }),
          ...(at === 0 ? { default: true } : {}),
        }))
      : [];
    if (!this.options.demo) return models;
    const demo: ChatModel = { id: DEMO_MODEL, name: DEMO_MODEL, provider: "demo" };
    return [...models, models.length === 0 ? { ...demo, default: true } : demo];
  }

  /**
   * The engine and model that answer. `begunOn` is what the play began on (null: it begins now); such a play
   * never changes sides. Throws SERVICE_UNAVAILABLE while its engine is away.
   */
  async choose(begunOn: LanguageChoice | null, asked: string | undefined): Promise<ChosenModel> {
    if (begunOn !== "demo") await this.#makeSure(begunOn === "engine");
    const choice = begunOn ?? this.choiceForNewPlay();
    if (choice === "demo" && this.options.demo) {
      const isOther = asked !== undefined && bareName(asked) !== DEMO_MODEL;
      const replaced = isOther ? asked : null;
      return { engine: this.options.demo, choice, model: DEMO_MODEL, contextLength: undefined, replaced };
    }
    if (!this.#ollama?.watch.isUsable) {
      throw new AppError("SERVICE_UNAVAILABLE", { key: "language_engine_offline", retryAfterMs: 5000 });
    }
    const [first] = this.#models;
    if (!first) {
      throw new AppError("SERVICE_UNAVAILABLE", { key: "language_model_missing", retryAfterMs: 15_000 });
    }
    const found = asked === undefined ? first : this.#find(asked);
    const { name: model, contextLength } = found ?? first;
    const replaced = found ? null : (asked ?? null);
    return { engine: this.#ollama.engine, choice: "engine", model, contextLength, replaced };
  }

  /** Why a call failed: an engine that broke off its answer and does not answer any more is away. */
  async explain(engine: LanguageEngine, failure: unknown): Promise<unknown> {
    const brokeOff = failure instanceof UpstreamError && failure.kind === "malformed";
    if (!brokeOff || engine !== this.#ollama?.engine) return failure;
    const { state } = await this.#ollama.watch.fresh(0);
    if (state !== "down") return failure;
    return new UpstreamError("unreachable", "engine left in the middle of its answer", { cause: failure });
  }

  /** A call found the engine gone: say so now, not at the next probe. */
  reportLost(engine: LanguageEngine): void {
    if (engine === this.#ollama?.engine) this.#ollama.watch.report({ state: "down", reason: "refused" });
  }

  /** An engine that started a moment ago is found by the person who needs it, not by the next probe. */
  async #makeSure(isNeeded: boolean): Promise<void> {
    if (!this.#ollama) return;
    const isMissing = !this.#ollama.watch.isUsable || this.#models.length === 0;
    if (isMissing) await this.#ollama.watch.fresh(isNeeded ? 0 : 500);
  }

  #find(asked: string): LanguageModel | undefined {
    const name = bareName(asked);
    return this.#models.find((model) => model.name === name || model.name === `${name}:latest`);
  }

  async #learnModels(engine: LanguageEngine, isUp: boolean, signal: AbortSignal): Promise<void> {
    if (!isUp) return;
    const before = this.#models.length;
    this.#models = await engine.listModels(this.options.context(signal)).catch(() => this.#models);
    if (before === 0 && this.#models.length > 0) {
      this.options.logger.info({ engine: engine.kind, models: this.#models.length }, "language engine found");
    }
  }
}

/** `ollama/name` and `name` are the same model. */
function bareName(asked: string): string {
  return asked.replace(/^(ollama|demo)\//, "");
}
