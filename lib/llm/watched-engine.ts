import type { Logger } from "pino";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { EngineWatch } from "@/lib/upstream/watch";
import type { LanguageEngine, LanguageModel } from "./engine";

/** How the operator's choice has an engine take part. */
export interface LanguageEngineSetup {
  engine: LanguageEngine;
  /** It answers only plays whose person asked for one of its models. */
  isOnRequest: boolean;
  /** Nobody named its address: it is not spoken of while it cannot answer. */
  isGuessed: boolean;
}

/** A language engine as it was last seen, with the models it had. */
export class WatchedEngine {
  readonly engine: LanguageEngine;
  readonly isOnRequest: boolean;
  readonly isEmbedded: boolean;
  readonly #isGuessed: boolean;
  readonly #watch: EngineWatch;
  #models: LanguageModel[] = [];

  constructor(
    { engine, isOnRequest, isGuessed }: LanguageEngineSetup,
    private readonly context: (signal: AbortSignal) => EngineContext,
    private readonly logger: Logger,
  ) {
    this.engine = engine;
    this.isOnRequest = isOnRequest;
    this.isEmbedded = engine.capabilities.embedded;
    this.#isGuessed = isGuessed;
    this.#watch = new EngineWatch({
      probe: (signal) => engine.checkHealth(context(signal)),
      onHealth: (health, signal) => this.#learnModels(health, signal),
    });
  }

  get models(): readonly LanguageModel[] {
    return this.#models;
  }

  /** Whether it would answer a line now. */
  get canAnswer(): boolean {
    return this.#watch.isUsable && this.#models.length > 0;
  }

  get isUp(): boolean {
    return this.#watch.isUsable;
  }

  start(): void {
    this.#watch.start();
  }

  stop(): void {
    this.#watch.stop();
  }

  /** How people are told of it; null where they are not. */
  state() {
    const { kind, name, capabilities } = this.engine;
    if (this.isEmbedded) return { kind, name, state: "up" as const, embedded: true, reason: undefined };
    const { health } = this.#watch;
    if (this.#isGuessed && !this.canAnswer) return null;
    return {
      kind,
      name,
      state: health.state,
      embedded: capabilities.embedded,
      ...(this.isOnRequest ? { on_request: true } : {}),
      ...(health.notice ? { notice: health.notice } : {}),
      reason: this.reason,
    };
  }

  /** Why it cannot be used, as the `reason_…` sentences name it. */
  get reason(): string | undefined {
    const { state, reason } = this.#watch.health;
    return reason ?? (state === "up" && this.#models.length === 0 ? "no_models" : undefined);
  }

  /** Its model of this name; one without a tag is also `:latest`. */
  find(name: string): LanguageModel | undefined {
    return this.#models.find((model) => model.name === name || model.name === `${name}:latest`);
  }

  /** Looks whether it is there, unless that was seen less than `maxAgeMs` ago. */
  look(maxAgeMs: number): Promise<EngineHealth> {
    return this.#watch.fresh(maxAgeMs);
  }

  /** A call found it gone: say so now, not at the next look. */
  reportLost(): void {
    if (!this.isEmbedded) this.#watch.report({ state: "down", reason: "refused" });
  }

  async #learnModels(health: EngineHealth, signal: AbortSignal): Promise<void> {
    if (health.state !== "up") return;
    const before = this.#models.length;
    this.#models = await this.engine.listModels(this.context(signal)).catch(() => this.#models);
    if (before === 0 && this.#models.length > 0 && !this.isEmbedded) {
      const { kind } = this.engine;
      this.logger.info({ engine: kind, models: this.#models.length }, "language engine found");
    }
  }
}
