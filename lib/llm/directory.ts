import type { Logger } from "pino";
import { AppError } from "@/lib/contract/app-error";
import { type ChatModel, USUAL_MODEL } from "@/lib/contract/chat";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { LanguageEngine, LanguageEngineKind, LanguageModel } from "./engine";
import { type LanguageEngineSetup, WatchedEngine } from "./watched-engine";

/** Far less than an engine keeps a model that is not asked. */
const WARM_FOR_MS = 60_000;

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
  /** Those the operator's choice allows, the preferred first. */
  engines: LanguageEngineSetup[];
  context: (signal: AbortSignal) => EngineContext;
  logger: Logger;
}

/** Which language engines are there, what they offer, and which one answers a play. */
export class LanguageDirectory {
  readonly #engines: WatchedEngine[];
  /** When a model was last asked for before its play's first line, ms since the epoch. */
  readonly #warmedAt = new Map<string, number>();
  readonly #leaving = new AbortController();

  constructor(private readonly options: LanguageDirectoryOptions) {
    const { engines, context, logger } = options;
    this.#engines = engines.map((setup) => new WatchedEngine(setup, context, logger));
  }

  start(): void {
    for (const engine of this.#engines) engine.start();
  }

  stop(): void {
    this.#leaving.abort();
    for (const engine of this.#engines) engine.stop();
  }

  /** The state of every engine people are told of, the preferred first. */
  states() {
    return this.#engines.flatMap((engine) => engine.state() ?? []);
  }

  /** What a play begun now would be answered by; null where nothing may. */
  choiceForNewPlay(): LanguageChoice | null {
    if (this.#defaults.some((engine) => engine.canAnswer)) return "engine";
    if (this.#embedded) return "demo";
    return this.#defaults.length > 0 ? "engine" : null;
  }

  /** Models of every engine that is up, the default one marked. Each id is another. */
  listModels(): ChatModel[] {
    const answering = this.#engines.filter((engine) => engine.canAnswer);
    const standard = answering.find((engine) => !engine.isEmbedded && !engine.isOnRequest) ?? this.#embedded;
    const ids = new Set<string>();
    return answering.flatMap((watched) =>
      watched.models.map((model, at) => {
        const provider = watched.engine.kind;
        const id = ids.has(model.name) ? `${provider}/${model.name}` : model.name;
        ids.add(id);
        return {
          id,
          name: model.name,
          provider,
          ...(model.contextLength === undefined ? {} : { context_length: model.contextLength }),
          ...(watched === standard && at === 0 ? { default: true } : {}),
        };
      }),
    );
  }

  /**
   * The engine and model that answer. `begunOn` is what the play began on (null: it begins now); such a play never
   * changes sides. An engine on request answers only where one of its models is asked for. Throws
   * SERVICE_UNAVAILABLE while none of the play's side answers.
   */
  async choose(begunOn: LanguageChoice | null, wish: string | undefined): Promise<ChosenModel> {
    const asked = wish === USUAL_MODEL ? undefined : wish;
    await this.#makeSure(begunOn, asked);
    const sides: LanguageChoice[] = begunOn ? [begunOn] : ["engine", "demo"];
    const wanted = asked === undefined ? null : this.#offering(asked, sides);
    if (wanted) return toChosen(wanted.engine, wanted.model, null);
    for (const side of sides) {
      const engine = this.#onSide(side).find((one) => one.canAnswer && !one.isOnRequest);
      const [first] = engine?.models ?? [];
      if (engine && first) return toChosen(engine, first, asked ?? null);
    }
    const reason =
      begunOn === "demo" ? undefined : this.#defaults.find((one) => one.isUp && one.state())?.reason;
    throw new AppError("SERVICE_UNAVAILABLE", unavailable(reason));
  }

  /**
   * Has the model that will answer (see `choose`) loaded while the person still reads and writes. What goes wrong is
   * told when it is asked.
   */
  async warmUp(begunOn: LanguageChoice | null, wish: string | undefined): Promise<void> {
    const { context, logger } = this.options;
    const chosen = await this.choose(begunOn, wish).catch(() => null);
    if (!chosen?.engine.warmUp) return;
    const upstream = context(this.#leaving.signal);
    const id = modelId(chosen);
    if (upstream.now() - (this.#warmedAt.get(id) ?? Number.NEGATIVE_INFINITY) < WARM_FOR_MS) return;
    this.#warmedAt.set(id, upstream.now());
    await chosen.engine.warmUp(chosen.model, upstream).catch((error: unknown) => {
      this.#warmedAt.delete(id);
      logger.debug({ engine: chosen.engine.kind, err: error }, "model was not loaded ahead");
    });
  }

  /**
   * Why a call failed, and what that says of the engine: one that broke off its answer and does not answer any more is
   * away; one whose model is gone is asked what it has now; a 502 is a proxy's whose engine is away, or an engine's
   * whose model runs elsewhere.
   */
  async explain(engine: LanguageEngine, failure: unknown): Promise<unknown> {
    const watched = this.#watched(engine);
    if (!(failure instanceof UpstreamError) || !watched) return failure;
    const { kind, status } = failure;
    if (kind === "unreachable" && status === undefined) watched.reportLost();
    if (kind !== "malformed" && status !== 404 && status !== 502) return failure;
    const { state } = await watched.look(0);
    if (kind !== "malformed" || state !== "down") return failure;
    return new UpstreamError("unreachable", "engine left in the middle of its answer", { cause: failure });
  }

  /** Something about an engine changed: what it offers is asked for now. */
  async lookAgain(kind: LanguageEngineKind): Promise<void> {
    await Promise.all(this.#engines.map((one) => (one.engine.kind === kind ? one.look(0) : null)));
  }

  /** Engines that answer plays nobody chose a model for. */
  get #defaults(): WatchedEngine[] {
    return this.#onSide("engine").filter((engine) => !engine.isOnRequest);
  }

  get #embedded(): WatchedEngine | undefined {
    return this.#engines.find((engine) => engine.isEmbedded);
  }

  #onSide(side: LanguageChoice): WatchedEngine[] {
    return this.#engines.filter((engine) => engine.isEmbedded === (side === "demo"));
  }

  #watched(engine: LanguageEngine): WatchedEngine | undefined {
    return this.#engines.find((one) => one.engine === engine);
  }

  /** An engine that started a moment ago is found by the person who needs it, not by the next probe. */
  async #makeSure(begunOn: LanguageChoice | null, asked: string | undefined): Promise<void> {
    const side: LanguageChoice = begunOn ?? "engine";
    const wanted = this.#onSide(side).filter((one) => !one.isOnRequest || isMeant(one.engine, asked));
    const missing = wanted.filter((one) => !one.canAnswer);
    const isNeeded = missing.length === wanted.length || missing.some((one) => isMeant(one.engine, asked));
    if (isNeeded) await Promise.all(missing.map((one) => one.look(begunOn === "engine" ? 0 : 500)));
    // It is there at once, also before the first look at it.
    if (this.#embedded && !this.#embedded.canAnswer) await this.#embedded.look(0);
  }

  #offering(asked: string, sides: LanguageChoice[]) {
    for (const engine of sides.flatMap((side) => this.#onSide(side))) {
      if (!engine.canAnswer) continue;
      const model = engine.find(asked) ?? (isMeant(engine.engine, asked) && engine.find(bareName(asked)));
      if (model) return { engine, model };
    }
    return null;
  }
}

/** What names a model whatever else there is: `provider/name`. */
export const modelId = ({ engine, model }: ChosenModel): string => `${engine.kind}/${model}`;

function toChosen({ engine, isEmbedded }: WatchedEngine, model: LanguageModel, replaced: string | null) {
  const choice: LanguageChoice = isEmbedded ? "demo" : "engine";
  return { engine, choice, model: model.name, contextLength: model.contextLength, replaced };
}

/** Why no engine answers: one that is up tells what it needs. */
function unavailable(reason: string | undefined) {
  if (reason === "no_models") return { key: "language_model_missing", retryAfterMs: 15_000 };
  if (reason === undefined || reason === "busy")
    return { key: "language_engine_offline", retryAfterMs: 5000 };
  return { key: `reason_${reason}`, retryAfterMs: 15_000 };
}

/** `ollama/name` names one engine's model where several offer that name. */
const isMeant = ({ kind }: LanguageEngine, asked: string | undefined): boolean =>
  asked?.startsWith(`${kind}/`) ?? false;

const bareName = (asked: string): string => asked.slice(asked.indexOf("/") + 1);
