import path from "node:path";
import { Worker } from "node:worker_threads";
import { EventLog } from "@/lib/async/event-log";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** One synthesis for the worker, in eSpeak NG's own terms. */
export interface EmbeddedJob {
  text: string;
  voice: string;
  pitch: number;
  range: number;
  rate: number;
}

export interface RunningJob {
  /** s16le as it is made, from the start; rejects with UpstreamError, or with the signal's reason. */
  read(signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Ends it before its next chunk; what was made so far stays readable. */
  stop(): void;
}

type WorkerMessage =
  | { type: "ready" }
  | { type: "chunk"; id: number; pcm: ArrayBuffer }
  | { type: "end"; id: number }
  | { type: "failed"; id: number; message: string };

export interface EmbeddedHostOptions {
  workerPath?: string;
  /** Limit for loading eSpeak NG, and for silence of a worker that has work. Milliseconds. */
  patienceMs?: number;
}

/** Of every clip eSpeak NG makes; fixed in its data. */
export const EMBEDDED_SAMPLE_RATE = 22_050;

const WORKER_PATH = path.join(
  /*turbopackIgnore: true*/ process.cwd(),
  "lib/speech/engines/embedded-worker.mjs",
);

/**
 * Owns the one worker thread of the embedded voice: started with the first job, replaced after a crash
 * (the jobs it had reject, the next ones do not notice). Keeps Node alive only while there is work.
 */
export class EmbeddedHost {
  readonly #workerPath: string;
  readonly #patienceMs: number;
  readonly #jobs = new Map<number, EventLog<Uint8Array>>();
  #worker: Worker | null = null;
  #watchdog: NodeJS.Timeout | undefined;
  #lastId = 0;
  #failure: string | null = null;

  constructor(options: EmbeddedHostOptions = {}) {
    this.#workerPath = options.workerPath ?? WORKER_PATH;
    this.#patienceMs = options.patienceMs ?? 20_000;
  }

  /** Why the worker died last, until one works again. */
  get failure(): string | null {
    return this.#failure;
  }

  run(job: EmbeddedJob): RunningJob {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    this.#lastId += 1;
    const id = this.#lastId;
    const log = new EventLog<Uint8Array>();
    const stopped = new Int32Array(new SharedArrayBuffer(4));
    this.#jobs.set(id, log);
    worker.ref();
    if (this.#jobs.size === 1) this.#watch();
    worker.postMessage({ id, ...job, stopped });
    return {
      read: (signal) => log.follow(0, signal),
      stop: () => Atomics.store(stopped, 0, 1),
    };
  }

  /** Starts a worker in place of one that died, so that `failure` ends without a job being risked. */
  revive(): void {
    this.#worker ??= this.#start();
  }

  /** Ends the worker; jobs it had reject. The next `run` starts another one. */
  close(): void {
    this.#abandon(new UpstreamError("aborted", "embedded voice was closed"));
  }

  #start(): Worker {
    const worker = new Worker(/*turbopackIgnore: true*/ this.#workerPath, {
      workerData: { sampleRate: EMBEDDED_SAMPLE_RATE },
    });
    worker.unref();
    worker.on("message", (message: WorkerMessage) => {
      if (worker === this.#worker) this.#receive(message);
    });
    const lost = (why: string) => {
      if (worker !== this.#worker) return;
      this.#failure = why;
      this.#abandon(new UpstreamError("unreachable", "embedded voice broke off", { engineMessage: why }));
    };
    worker.on("error", (error: Error) => lost(error.message.slice(0, 300)));
    worker.on("exit", (code) => lost(`worker ended with ${code}`));
    return worker;
  }

  #receive(message: WorkerMessage): void {
    this.#watch();
    if (message.type === "ready") {
      this.#failure = null;
      return;
    }
    const log = this.#jobs.get(message.id);
    if (message.type === "chunk") log?.append(new Uint8Array(message.pcm));
    else if (message.type === "end") this.#settle(message.id, null);
    else {
      const details = { engineMessage: message.message };
      this.#settle(message.id, new UpstreamError("malformed", "embedded voice failed", details));
    }
  }

  #settle(id: number, error: UpstreamError | null): void {
    const log = this.#jobs.get(id);
    this.#jobs.delete(id);
    if (error === null) log?.end();
    else log?.fail(error);
    if (this.#jobs.size > 0) return;
    clearTimeout(this.#watchdog);
    this.#worker?.unref();
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    if (this.#jobs.size === 0) return;
    this.#watchdog = setTimeout(() => {
      this.#failure = "no answer";
      this.#abandon(new UpstreamError("timeout", "embedded voice did not answer in time"));
    }, this.#patienceMs);
  }

  #abandon(error: UpstreamError): void {
    const worker = this.#worker;
    this.#worker = null;
    for (const id of [...this.#jobs.keys()]) this.#settle(id, error);
    void worker?.terminate();
  }
}
