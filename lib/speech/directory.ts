import type { Logger } from "pino";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { EngineWatch } from "@/lib/upstream/watch";
import type { SpeechEngine, SpeechEngineKind, VoiceReference, VoiceWeights } from "./engine";
import { EngineReferences, readsPaths } from "./engine-references";
import { EngineTimes } from "./engine-times";
import type { SpeechInstance, SpeechInstanceSetup, VoiceModel, VoiceNeeds } from "./instance";
import { LoadedWeights } from "./loaded-weights";
import type { Scheduler } from "./scheduler";

/** What a play's voice began on. */
export type SpeechChoice = "engine" | "embedded";

export interface SpeechDirectoryOptions {
  /** In the order of preference; empty where the operator's choice leaves them out. */
  instances: readonly SpeechInstanceSetup[];
  embedded: SpeechEngine | null;
  scheduler: Scheduler;
  context: (signal: AbortSignal) => EngineContext;
  /** The reference that tells whether an engine's machine sees our folder; null where there is none to ask with. */
  probeReference: () => VoiceReference | null;
  /** Told before an engine's own model is replaced for the first time, so that it is known after a restart; false: it was not. */
  onModelChange?: (instanceId: string, isChanged: boolean) => Promise<void>;
  logger: Logger;
}

/** Where the embedded voice is. */
export const EMBEDDED_POOL = "embedded";

/** Which speech engines are there, whether they can read our references, and which one speaks next. */
export class SpeechDirectory {
  readonly #instances = new Map<string, SpeechInstance>();
  readonly #references: EngineReferences;
  readonly #weights: LoadedWeights;
  /** What the engines took for what they spoke last. */
  readonly times = new EngineTimes();
  #isStarted = false;

  constructor(private readonly options: SpeechDirectoryOptions) {
    this.#references = new EngineReferences(options.probeReference);
    this.#weights = new LoadedWeights(options.onModelChange);
    for (const setup of options.instances) this.add(setup);
    const { embedded } = options;
    if (embedded) {
      const place = { id: EMBEDDED_POOL, name: "eSpeak NG", pool: EMBEDDED_POOL };
      this.add({ ...place, engine: embedded, defaultWeights: null });
    }
  }

  start(): void {
    this.#isStarted = true;
    for (const instance of this.#instances.values()) instance.watch.start();
  }

  stop(): void {
    this.#isStarted = false;
    for (const instance of this.#instances.values()) instance.watch.stop();
  }

  /** Takes an instance in; one with the same id is replaced, and what waits for it goes to the new one's slots. */
  add(setup: SpeechInstanceSetup): void {
    const { id, engine, languages = engine.capabilities.languages } = setup;
    const before = this.#instances.get(id);
    before?.watch.stop();
    this.#references.forget(id);
    const isEmbedded = engine === this.options.embedded;
    const watch = this.#watch(engine, id);
    // Until it is asked, a replaced one counts as what it replaces.
    if (before) watch.report(before.watch.health);
    this.#instances.set(id, { ...setup, languages, isEmbedded, watch });
    const { concurrency } = engine.capabilities;
    this.options.scheduler.addInstance(id, { pool: setup.pool, concurrency, isUsable: () => watch.isUsable });
    if (setup.isModelChanged) this.#weights.mistrust(id);
    if (this.#isStarted) watch.start();
  }

  /** Gives it no more work; what waits for it alone waits for its pool. */
  remove(id: string): void {
    this.#instances.get(id)?.watch.stop();
    this.#instances.delete(id);
    this.times.forget(id);
    this.#references.forget(id);
    this.options.scheduler.removeInstance(id);
  }

  list(): SpeechInstance[] {
    return [...this.#instances.values()];
  }

  find(id: string): SpeechInstance | null {
    return this.#instances.get(id) ?? null;
  }

  inPool(pool: string): SpeechInstance[] {
    return this.list().filter((instance) => instance.pool === pool);
  }

  states() {
    return this.list().map((instance) => {
      const { engine, name, isEmbedded } = instance;
      return { kind: engine.kind, name, embedded: isEmbedded, ...this.stateOf(instance) };
    });
  }

  /** An engine's health; one that does not see our references is up with a reason. */
  stateOf({ id, engine, watch }: SpeechInstance): {
    state: EngineHealth["state"];
    reason: string | undefined;
  } {
    const probe = readsPaths(engine) && watch.isUsable ? this.options.probeReference() : null;
    const isBlind = probe !== null && this.#references.isKnownUnreadable(id, probe.path);
    return { state: watch.health.state, reason: isBlind ? "reference_unreadable" : watch.health.reason };
  }

  /** What the instance goes back to for voices without weights of their own; a half that is null stays. */
  setDefaultWeights(id: string, weights: VoiceWeights): void {
    const instance = this.#instances.get(id);
    if (!instance) return;
    const known = instance.defaultWeights;
    const gpt = weights.gpt ?? known?.gpt ?? null;
    instance.defaultWeights = { gpt, sovits: weights.sovits ?? known?.sovits ?? null };
  }

  /** What a play begun now would speak this voice with; null where nothing may. */
  choiceForNewPlay(voice: VoiceNeeds = { pool: null }): SpeechChoice | null {
    const able = this.#ableTo(voice);
    if (able.some((one) => one.watch.isUsable)) return "engine";
    if (this.options.embedded) return "embedded";
    return able.length > 0 ? "engine" : null;
  }

  /** Looks again now if a play needs an engine for this voice that was away at the last look. */
  async makeSure(choice: SpeechChoice | null, voice: VoiceNeeds = { pool: null }): Promise<void> {
    const able = this.#ableTo(voice);
    if (choice === "embedded" || able.some((one) => one.watch.isUsable)) return;
    const maxAgeMs = choice === "engine" ? 0 : 500;
    await Promise.all(able.map((one) => one.watch.fresh(maxAgeMs)));
  }

  /**
   * Where a voice is spoken: its own pool, else one that clones; one that is up and speaks the language before the
   * others. Null where none is set up.
   */
  poolFor(choice: SpeechChoice, voice: VoiceNeeds, language?: string): string | null {
    if (choice === "embedded") return EMBEDDED_POOL;
    if (voice.pool !== null) return voice.pool;
    const speaks = (one: SpeechInstance) => language === undefined || one.languages.includes(language);
    const rank = (one: SpeechInstance) => (one.watch.isUsable ? 0 : 2) + (speaks(one) ? 0 : 1);
    const [best] = this.#ableTo(voice).sort((left, right) => rank(left) - rank(right));
    return best?.pool ?? null;
  }

  /** Null for a pool that has no engine. */
  kindOf(pool: string): SpeechEngineKind | null {
    return this.inPool(pool)[0]?.engine.kind ?? null;
  }

  /** What kind would speak in a play begun now. */
  kindForNewPlay(): SpeechEngineKind | null {
    const choice = this.choiceForNewPlay();
    const pool = choice && this.poolFor(choice, { pool: null });
    return pool === null ? null : this.kindOf(pool);
  }

  /** What can be said in this pool: by any of its instances. */
  speaks(pool: string, language: string): boolean {
    return this.inPool(pool).some(({ languages }) => languages.includes(language));
  }

  /** How much text each of its engines takes at once. */
  maxCharacters(pool: string): number {
    return Math.min(...this.inPool(pool).map(({ engine }) => engine.capabilities.maxCharacters));
  }

  /** Whether each of its engines speaks several voices in one request. */
  takesDialogues(pool: string): boolean {
    return this.inPool(pool).every(({ engine }) => engine.synthesizeDialogue !== undefined);
  }

  isUp(pool: string): boolean {
    return this.inPool(pool).some(({ watch }) => watch.isUsable);
  }

  /** What jobs that need these weights are grouped by; undefined in a pool whose model never changes. */
  modelName(pool: string, weights: VoiceWeights | null): string | undefined {
    const changes = this.inPool(pool).some(({ engine }) => engine.loadWeights !== undefined);
    return changes ? JSON.stringify([weights?.gpt ?? null, weights?.sovits ?? null]) : undefined;
  }

  reportLost(instance: SpeechInstance): void {
    if (instance.isEmbedded) return;
    instance.watch.report({ state: "down", reason: "refused" });
    this.#weights.doubt(instance.id);
    this.options.scheduler.forgetModel(instance.id);
    this.options.scheduler.look();
  }

  /** Whether the pool is known not to see this reference; unknown counts as seen. */
  isUnreadable(pool: string, reference: VoiceReference): boolean {
    const usable = this.inPool(pool).filter(({ watch, engine }) => watch.isUsable && readsPaths(engine));
    return (
      usable.length > 0 && usable.every(({ id }) => this.#references.isKnownUnreadable(id, reference.path))
    );
  }

  /**
   * Has an engine ready for a voice, in a slot of the caller's: with its weights, and knowing its reference, by a name of
   * the engine's where that is the answer. Rejects where it cannot load or read them.
   */
  async makeReady(
    instance: SpeechInstance,
    { weights, reference }: VoiceModel,
    context: EngineContext,
  ): Promise<string | null> {
    const hasChanged = await this.#weights.ensure(instance, weights, context).catch((error: unknown) => {
      // A half may have been loaded before the other failed.
      this.#references.forget(instance.id);
      throw error;
    });
    if (hasChanged) this.#references.forget(instance.id);
    return reference && this.#references.prepare(instance, reference, context);
  }

  /** Asks the engine anew whether it can read a reference, in a slot of its own; rejects where it cannot. */
  async askAgain(instance: SpeechInstance, reference: VoiceReference, signal: AbortSignal): Promise<void> {
    const { scheduler, context } = this.options;
    this.#references.forget(instance.id);
    await scheduler.submit({
      pool: instance.pool,
      instanceId: instance.id,
      deadline: Date.now,
      priority: "background",
      userId: "",
      signal,
      run: (runSignal) => this.#references.prepare(instance, reference, context(runSignal)),
    });
  }

  /** Whether nothing would have to be loaded or read before a voice can speak there. */
  isReady(instance: SpeechInstance, { weights, reference }: VoiceModel): boolean {
    const isLoaded = !instance.engine.loadWeights || !this.#weights.needsChange(instance, weights);
    return isLoaded && (reference === null || this.#references.isKnown(instance, reference));
  }

  /** Whether every engine of the pool speaks with another voice's weights and does not know its own any more. */
  hasLostWeights(pool: string, weights: VoiceWeights | null): boolean {
    const usable = this.inPool(pool).filter(({ watch }) => watch.isUsable);
    return usable.length > 0 && usable.every((one) => this.#weights.isLost(one, weights));
  }

  loadedWeights(id: string): VoiceWeights | null {
    return this.#weights.of(id);
  }

  /** Its process starts again: what it had loaded and read is worth nothing. */
  reportRestart(instance: SpeechInstance): void {
    this.#references.forget(instance.id);
    this.#weights.doubt(instance.id);
    instance.watch.report({ state: "down", reason: "refused" });
  }

  #engines(): SpeechInstance[] {
    return this.list().filter((one) => !one.isEmbedded);
  }

  /** Engines that can make this voice: those of its pool, else all that clone. */
  #ableTo({ pool }: VoiceNeeds): SpeechInstance[] {
    return this.#engines().filter((one) =>
      pool === null ? one.engine.capabilities.cloning : one.pool === pool,
    );
  }

  #watch(engine: SpeechEngine, id: string): EngineWatch {
    const { scheduler, context, logger } = this.options;
    // The embedded one is always there: no news for an operator.
    const level = engine === this.options.embedded ? "debug" : "info";
    let wasUp = false;
    return new EngineWatch({
      probe: (signal) => engine.checkHealth(context(signal)),
      isWorking: () => wasUp && scheduler.snapshot(id).running > 0,
      onHealth: async (health, signal) => {
        const isUp = health.state === "up";
        if (isUp !== wasUp) {
          logger[level]({ engine: engine.kind, instance: id, state: health.state }, "speech engine changed");
        }
        if (!isUp) this.#references.forget(id);
        if (health.state === "down") {
          this.#weights.doubt(id);
          scheduler.forgetModel(id);
        }
        scheduler.look();
        wasUp = isUp;
        if (isUp && scheduler.snapshot(id).running === 0) await this.#look(id, signal);
      },
    });
  }

  /** Tells before anyone speaks whether the engine sees our reference folder. Runs in a slot: it must not meet a synthesis. */
  async #look(id: string, signal: AbortSignal): Promise<void> {
    const instance = this.#instances.get(id);
    const { scheduler, context, probeReference } = this.options;
    const probe = probeReference();
    if (!instance || probe === null || !readsPaths(instance.engine)) return;
    await scheduler.submit({
      pool: instance.pool,
      instanceId: id,
      deadline: () => Number.MAX_SAFE_INTEGER,
      priority: "background",
      userId: "",
      signal,
      run: (runSignal) => this.#references.prepare(instance, probe, context(runSignal)),
    });
  }
}
