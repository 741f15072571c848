import type { Logger } from "pino";
import { AppError } from "@/lib/contract/app-error";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { EngineWatch } from "@/lib/upstream/watch";
import type { SpeechEngine, SpeechEngineKind, VoiceReference } from "./engine";
import type { Scheduler } from "./scheduler";

/** What a play's voice began on. */
export type SpeechChoice = "engine" | "embedded";

export interface SpeechInstance {
  id: string;
  engine: SpeechEngine;
  watch: EngineWatch;
  isEmbedded: boolean;
}

export interface SpeechDirectoryOptions {
  /** One for each address; empty where the operator's choice leaves them out. */
  engines: SpeechEngine[];
  embedded: SpeechEngine | null;
  scheduler: Scheduler;
  context: (signal: AbortSignal) => EngineContext;
  /** The reference that tells whether an engine's machine sees our folder. */
  probeReference: () => VoiceReference;
  logger: Logger;
}

/** An engine that could not read a reference is asked again after so long. */
const UNREADABLE_FOR_MS = 10_000;

/** Which speech engines are there, whether they can read our references, and which one speaks next. */
export class SpeechDirectory {
  readonly #instances: SpeechInstance[];
  /** By instance and reference path. */
  readonly #readable = new Map<string, { isReadable: boolean; at: number }>();

  constructor(private readonly options: SpeechDirectoryOptions) {
    const { engines, embedded, scheduler } = options;
    const add = (engine: SpeechEngine, at: number): SpeechInstance => {
      const id = `${engine.kind}-${at}`;
      scheduler.addInstance(id, engine.capabilities.concurrency);
      return { id, engine, isEmbedded: engine === embedded, watch: this.#watch(engine, id) };
    };
    this.#instances = [...engines, ...(embedded ? [embedded] : [])].map(add);
  }

  start(): void {
    for (const instance of this.#instances) instance.watch.start();
  }

  stop(): void {
    for (const instance of this.#instances) instance.watch.stop();
  }

  states() {
    return this.#instances.map(({ id, engine, watch, isEmbedded }) => {
      const isBlind = watch.isUsable && this.#isKnownUnreadable(id, this.options.probeReference().path);
      return {
        kind: engine.kind,
        name: isEmbedded ? "eSpeak NG" : "GPT-SoVITS",
        state: watch.health.state,
        embedded: isEmbedded,
        reason: isBlind ? "reference_unreadable" : watch.health.reason,
      };
    });
  }

  /** What a play begun now would speak with; null where nothing may. */
  choiceForNewPlay(): SpeechChoice | null {
    if (this.#usable(false).length > 0) return "engine";
    if (this.options.embedded) return "embedded";
    return this.options.engines.length > 0 ? "engine" : null;
  }

  /** Looks again now if a play needs an engine that was away at the last look. */
  async makeSure(choice: SpeechChoice | null): Promise<void> {
    if (choice === "embedded" || this.#usable(false).length > 0) return;
    const maxAgeMs = choice === "engine" ? 0 : 500;
    await Promise.all(
      this.#instances.filter((one) => !one.isEmbedded).map((one) => one.watch.fresh(maxAgeMs)),
    );
  }

  engineFor(kind: SpeechEngineKind): SpeechEngine | null {
    return this.#instances.find((instance) => instance.engine.kind === kind)?.engine ?? null;
  }

  kindFor(choice: SpeechChoice): SpeechEngineKind {
    return choice === "embedded" ? "embedded" : (this.options.engines[0]?.kind ?? "gpt-sovits");
  }

  isUp(kind: SpeechEngineKind): boolean {
    return this.#instances.some((instance) => instance.engine.kind === kind && instance.watch.isUsable);
  }

  /** The least busy instance of this kind, `except` left out; null while all are away. */
  pick(kind: SpeechEngineKind, except: ReadonlySet<string> = new Set()): SpeechInstance | null {
    const load = ({ id }: SpeechInstance) => {
      const { queued, running } = this.options.scheduler.snapshot(id);
      return queued + running;
    };
    const usable = this.#instances.filter(
      ({ id, engine, watch }) => engine.kind === kind && watch.isUsable && !except.has(id),
    );
    return usable.sort((a, b) => load(a) - load(b))[0] ?? null;
  }

  reportLost(instance: SpeechInstance): void {
    if (!instance.isEmbedded) instance.watch.report({ state: "down", reason: "refused" });
  }

  /** Whether the engine is known not to see this reference; unknown counts as seen. */
  isUnreadable(kind: SpeechEngineKind, reference: VoiceReference): boolean {
    const usable = this.#instances.filter(({ engine, watch }) => engine.kind === kind && watch.isUsable);
    return usable.length > 0 && usable.every(({ id }) => this.#isKnownUnreadable(id, reference.path));
  }

  /** Asks the engine once for each reference (in a slot of the caller's). Rejects where it cannot read it. */
  async assertReadable(
    instance: SpeechInstance,
    reference: VoiceReference,
    context: EngineContext,
  ): Promise<void> {
    if (!instance.engine.capabilities.cloning) return;
    const key = `${instance.id}\n${reference.path}`;
    const known = this.#readable.get(key);
    if (!known || (!known.isReadable && Date.now() - known.at > UNREADABLE_FOR_MS)) {
      const isReadable = await instance.engine.canReadReference(reference, context);
      this.#readable.set(key, { isReadable, at: Date.now() });
    }
    if (this.#isKnownUnreadable(instance.id, reference.path)) {
      throw new AppError("ENGINE_ERROR", { key: "notice_VOICE_UNAVAILABLE" });
    }
  }

  /** What one file of a folder tells holds for its neighbours, until they are asked about themselves. */
  #isKnownUnreadable(instanceId: string, path: string): boolean {
    const known = this.#readable.get(`${instanceId}\n${path}`);
    if (known) return !known.isReadable;
    const probe = this.options.probeReference().path;
    const isNeighbour = path !== probe && folderOf(path) === folderOf(probe);
    return isNeighbour && this.#readable.get(`${instanceId}\n${probe}`)?.isReadable === false;
  }

  #usable(isEmbedded: boolean): SpeechInstance[] {
    return this.#instances.filter((one) => one.isEmbedded === isEmbedded && one.watch.isUsable);
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
        if (!isUp) this.#forget(id);
        wasUp = isUp;
        if (isUp && scheduler.snapshot(id).running === 0) await this.#look(id, signal);
      },
    });
  }

  /** After a restart an engine may see other folders. */
  #forget(id: string): void {
    for (const key of [...this.#readable.keys()]) if (key.startsWith(`${id}\n`)) this.#readable.delete(key);
  }

  /** Tells before anyone speaks whether the engine sees our reference folder. Runs in a slot: it must not meet a synthesis. */
  async #look(id: string, signal: AbortSignal): Promise<void> {
    const instance = this.#instances.find((one) => one.id === id);
    if (!instance || instance.isEmbedded) return;
    const { scheduler, context, probeReference } = this.options;
    await scheduler.submit({
      instanceId: id,
      deadline: () => Number.MAX_SAFE_INTEGER,
      priority: "background",
      userId: "",
      signal,
      run: (runSignal) => this.assertReadable(instance, probeReference(), context(runSignal)),
    });
  }
}

/** The folder a path on the engine's machine is in, whichever separator it uses. */
function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, "");
}
