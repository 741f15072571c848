import "server-only";
import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import {
  findSpeechEngine,
  insertSpeechEngine,
  listSpeechEngines,
  removeSpeechEngine,
  type SpeechEngineRow,
  updateSpeechEngine,
} from "@/db/queries/speech-engines";
import type { Settings } from "@/lib/config/env";
import { AppError } from "@/lib/contract/app-error";
import type { ChangeEngine, CreateEngine, SpeechEngineView } from "@/lib/contract/engines";
import { speechEngineOptions } from "@/lib/contract/engines";
import { capabilitiesView } from "@/lib/speech/capabilities-view";
import { type Detection, detectSpeechEngine } from "@/lib/speech/detect";
import { EMBEDDED_POOL, type SpeechDirectory } from "@/lib/speech/directory";
import type { VoiceWeights } from "@/lib/speech/engine";
import type { SpeechInstance } from "@/lib/speech/instance";
import type { Scheduler } from "@/lib/speech/scheduler";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { defaultPool, ENGINE_NAMES, instanceSetup } from "./speech-engines";

export interface EngineAdminOptions {
  db: Database;
  settings: Settings;
  directory: SpeechDirectory;
  scheduler: Scheduler;
  context: (signal: AbortSignal) => EngineContext;
  /** Told when voices may have gone over to another engine. */
  onVoicesMoved: () => Promise<void>;
  now: () => number;
}

/**
 * Adds, changes and removes speech engines while the server runs. Throws NOT_FOUND, FORBIDDEN (what the environment
 * says is changed there), VALIDATION_ERROR (a pool of another kind), and what an engine answers.
 */
export class EngineAdmin {
  constructor(private readonly options: EngineAdminOptions) {}

  async list(): Promise<SpeechEngineView[]> {
    const rows = new Map((await listSpeechEngines(this.options.db)).map((row) => [row.id, row]));
    return this.options.directory.list().map((instance) => this.#facts(instance, rows.get(instance.id)));
  }

  /** What speech engine answers at an address, whether it is set up or not. */
  detect(baseUrl: string, signal: AbortSignal): Promise<Detection> {
    return detectSpeechEngine(baseUrl, this.options.context(signal));
  }

  async create({ kind, base_url: baseUrl, name, api_path: apiPath, pool, options }: CreateEngine) {
    const id = randomUUID();
    const row = {
      id,
      kind,
      name: name ?? ENGINE_NAMES[kind],
      baseUrl,
      apiPath: apiPath ?? null,
      pool: pool ?? defaultPool(kind, id),
      source: "admin" as const,
      options: options ?? {},
      createdAt: this.options.now(),
    };
    this.#assertPool(row.pool, kind);
    const setup = instanceSetup({ ...row, modelChanged: false, position: 0 }, this.options.settings);
    if (!setup) throw new AppError("VALIDATION_ERROR", { key: "engine_kind_unavailable", params: { kind } });
    await insertSpeechEngine(this.options.db, row);
    this.options.directory.add(setup);
    return this.#view(id);
  }

  async change(id: string, { base_url: baseUrl, api_path: apiPath, ...rest }: ChangeEngine) {
    const row = await this.#row(id);
    const moves = baseUrl !== undefined || apiPath !== undefined;
    if (row.source === "env" && moves) throw new AppError("FORBIDDEN", { key: "engine_of_environment" });
    if (rest.pool !== undefined) this.#assertPool(rest.pool, row.kind, id);
    const changes = Object.entries({ ...rest, baseUrl, apiPath }).filter(([, value]) => value !== undefined);
    if (changes.length === 0) return this.#view(id);
    const changed = await updateSpeechEngine(this.options.db, id, Object.fromEntries(changes));
    if (!changed) throw new AppError("NOT_FOUND", { key: "engine_not_found" });
    const setup = instanceSetup(changed, this.options.settings);
    if (setup) this.options.directory.add(setup);
    return this.#view(id);
  }

  async remove(id: string): Promise<void> {
    const row = await this.#row(id);
    if (row.source === "env") throw new AppError("FORBIDDEN", { key: "engine_of_environment" });
    await removeSpeechEngine(this.options.db, id);
    this.options.directory.remove(id);
    await this.options.onVoicesMoved();
  }

  /** Asks its process to start again or to end; its answers of before are worth nothing afterwards. */
  async control(id: string, command: "restart" | "exit", signal: AbortSignal): Promise<void> {
    const instance = this.#instance(id);
    const { engine } = instance;
    if (!engine.control) throw new AppError("VALIDATION_ERROR", { key: "engine_cannot_be_controlled" });
    await engine.control(command, this.options.context(signal));
    this.options.directory.reportRestart(instance);
  }

  /** Loads a model now, between two syntheses; it is what the engine's voices without weights speak with from then on. */
  async loadWeights(id: string, weights: VoiceWeights, signal: AbortSignal): Promise<SpeechEngineView> {
    const { db, scheduler, directory, context } = this.options;
    const instance = this.#instance(id);
    const { engine } = instance;
    if (!engine.loadWeights) throw new AppError("VALIDATION_ERROR", { key: "reason_voice_weights" });
    await scheduler.submit({
      pool: instance.pool,
      instanceId: id,
      model: directory.modelName(instance.pool, weights),
      userId: "",
      priority: "background",
      deadline: () => this.options.now(),
      signal,
      run: (runSignal) => directory.makeReady(instance, { weights, reference: null }, context(runSignal)),
    });
    const row = await this.#row(id);
    const { gpt, sovits } = weights;
    const loaded = {
      ...(gpt === null ? {} : { gpt_weights_path: gpt }),
      ...(sovits === null ? {} : { sovits_weights_path: sovits }),
    };
    await updateSpeechEngine(db, id, { options: { ...row.options, ...loaded } });
    directory.setDefaultWeights(id, weights);
    return this.#view(id);
  }

  #facts(instance: SpeechInstance, row: SpeechEngineRow | undefined): SpeechEngineView {
    const { directory, scheduler } = this.options;
    const { id, engine, name, pool, watch, languages } = instance;
    const loaded = directory.loadedWeights(id);
    const { state, reason } = directory.stateOf(instance);
    return {
      role: "speech",
      id,
      kind: engine.kind,
      name,
      state,
      embedded: instance.isEmbedded,
      ...(reason === undefined ? {} : { reason }),
      base_url: row?.baseUrl ?? null,
      api_path: row?.apiPath ?? null,
      pool,
      source: row?.source ?? "embedded",
      options: speechEngineOptions.safeParse(row?.options).data ?? {},
      languages: [...languages],
      queue: { ...scheduler.snapshot(id), ...scheduler.queue(id) },
      latency_ms: watch.latencyMs,
      loaded_weights: loaded && { gpt_weights_path: loaded.gpt, sovits_weights_path: loaded.sovits },
      capabilities: capabilitiesView(engine.capabilities),
      controllable: engine.control !== undefined,
      first_sound_ms: directory.times.firstSounds(id),
      real_time_factor: directory.times.realTimeFactor(id),
    };
  }

  async #view(id: string): Promise<SpeechEngineView> {
    return this.#facts(this.#instance(id), await this.#row(id));
  }

  async #row(id: string): Promise<SpeechEngineRow> {
    const row = await findSpeechEngine(this.options.db, id);
    if (row) return row;
    if (id === EMBEDDED_POOL) throw new AppError("FORBIDDEN", { key: "engine_of_environment" });
    throw new AppError("NOT_FOUND", { key: "engine_not_found" });
  }

  #instance(id: string): SpeechInstance {
    const instance = this.options.directory.find(id);
    if (!instance) throw new AppError("NOT_FOUND", { key: "engine_not_found" });
    return instance;
  }

  /** Engines of one pool must sound the same, so they are of one kind at least. */
  #assertPool(pool: string, kind: string, except?: string): void {
    const others = this.options.directory.inPool(pool).filter(({ id }) => id !== except);
    if (others.some(({ engine }) => engine.kind !== kind)) {
      throw new AppError("VALIDATION_ERROR", { key: "engine_pool_mixed", params: { pool } });
    }
  }
}
