import { EventLog } from "@/lib/async/event-log";
import { AppError } from "@/lib/contract/app-error";
import type { EngineContext } from "@/lib/upstream/engine-context";
import type { ModelStore } from "./ollama-models";
import { PullProgress, type PullStep } from "./pull-progress";

/** How a download stands. Bytes, bytes per second. */
export interface PullState {
  model: string;
  state: "running" | "done" | "failed" | "cancelled";
  step: PullStep;
  completed: number;
  total: number;
  rate: number | null;
  error: unknown;
}

export interface ModelPullsOptions {
  store: ModelStore;
  context: (signal: AbortSignal) => EngineContext;
  /** A model is there that was not. */
  onInstalled: (model: string) => Promise<void>;
  now: () => number;
}

/** More often nobody is told. */
const TELL_EVERY_MS = 250;

interface Pull {
  model: string;
  abort: AbortController;
  log: EventLog<PullState>;
  over: Promise<void>;
}

/**
 * Downloads models, one at a time, whoever looks on or leaves: a download lives on the server and ends only when it is
 * done, fails or is cancelled.
 */
export class ModelPulls {
  #pull: Pull | null = null;

  constructor(private readonly options: ModelPullsOptions) {}

  /** The download that runs, or the last one; null before the first. */
  get state(): PullState | null {
    return this.#pull?.log.snapshot(this.#pull.log.length - 1)[0] ?? null;
  }

  /** Starts a download, or joins the one of the same model. Throws CONFLICT while another one runs. */
  start(model: string): void {
    const running = this.#running;
    if (running?.model === model) return;
    if (running) throw new AppError("CONFLICT", { key: "model_pull_busy", params: { model: running.model } });
    const abort = new AbortController();
    const log = new EventLog<PullState>();
    const progress = new PullProgress(this.options.now);
    log.append(snapshot(model, progress, "running"));
    this.#pull = { model, abort, log, over: this.#run(model, progress, log, abort.signal) };
  }

  /** How it stands now, then every change until it is over. Throws NOT_FOUND where there is nothing to follow. */
  follow(signal: AbortSignal): AsyncIterable<PullState> {
    if (!this.#pull) throw new AppError("NOT_FOUND", { key: "model_pull_none" });
    const { log } = this.#pull;
    return log.follow(log.length - 1, signal);
  }

  /** Stops what runs, and the engine's work; what was downloaded stays with the engine. Throws NOT_FOUND. */
  async cancel(): Promise<void> {
    const running = this.#running;
    if (!running) throw new AppError("NOT_FOUND", { key: "model_pull_none" });
    running.abort.abort();
    await running.over;
  }

  async close(): Promise<void> {
    this.#running?.abort.abort();
    await this.#pull?.over;
  }

  get #running(): Pull | null {
    return this.#pull && !this.#pull.log.closed ? this.#pull : null;
  }

  async #run(
    model: string,
    progress: PullProgress,
    log: EventLog<PullState>,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, context, onInstalled, now } = this.options;
    let end: PullState["state"] = "done";
    let failure: unknown = null;
    let told = { at: now(), step: progress.step };
    try {
      for await (const line of store.pull(model, context(signal))) {
        progress.add(line);
        if (progress.step === told.step && now() - told.at < TELL_EVERY_MS) continue;
        told = { at: now(), step: progress.step };
        log.append(snapshot(model, progress, "running"));
      }
      await onInstalled(model);
    } catch (error) {
      end = signal.aborted ? "cancelled" : "failed";
      failure = error;
      context(signal).logger.info(
        { model, state: end, err: signal.aborted ? undefined : error },
        "model download ended",
      );
    }
    log.append({ ...snapshot(model, progress, end), rate: null, error: failure });
    log.end();
  }
}

const snapshot = (model: string, progress: PullProgress, state: PullState["state"]): PullState => ({
  model,
  state,
  step: progress.step,
  ...progress.bytes,
  rate: progress.rate,
  error: null,
});
