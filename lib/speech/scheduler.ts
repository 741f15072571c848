import { createDeferred, type Deferred } from "@/lib/async/deferred";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** A piece of work for one engine instance: a synthesis, or anything else that must not meet one. */
export interface SchedulerJob<T> {
  instanceId: string;
  /**
   * When the listener's sound runs dry, in ms since the epoch; read again whenever a slot frees. Must not
   * throw. What is already late is equally late: then fairness between people decides.
   */
  deadline: () => number;
  /** `background`: previews, sound asked for by a click, warm-ups. Read again like the deadline. */
  priority: "live" | "background";
  userId: string;
  signal: AbortSignal;
  /** Settles when the engine is free again; its slot is taken until then, however long it ignores an abort. */
  run: (signal: AbortSignal) => Promise<T>;
}

export interface SchedulerSnapshot {
  queued: number;
  running: number;
}

export interface SchedulerOptions {
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** However much live work there is, one background job goes first after so long without any. */
  maxBackgroundWaitMs?: number;
}

interface QueuedJob {
  job: SchedulerJob<unknown>;
  arrival: number;
  queuedAt: number;
  outcome: Deferred<unknown>;
  abort: AbortController;
  unlisten: () => void;
}

interface InstanceQueue {
  concurrency: number;
  removed: boolean;
  queued: QueuedJob[];
  running: Set<QueuedJob>;
  /** When a background job last started here, ms since the epoch. */
  backgroundAt: number;
  /** When each user was last served here, as a count; in that order. */
  served: Map<string, number>;
}

/** So many users are remembered for fairness; one forgotten counts as not served yet. */
const REMEMBERED_USERS = 1024;

/** Who speaks next: one queue for each engine instance, as many slots as that instance takes at once. */
export class Scheduler {
  readonly #instances = new Map<string, InstanceQueue>();
  readonly #now: () => number;
  readonly #maxBackgroundWaitMs: number;
  #arrivals = 0;
  #starts = 0;
  #closed = false;
  #idle: Deferred<void> | null = null;

  constructor({ now = Date.now, maxBackgroundWaitMs = 30_000 }: SchedulerOptions = {}) {
    this.#now = now;
    this.#maxBackgroundWaitMs = maxBackgroundWaitMs;
  }

  /** Adds an instance, or changes how many jobs it takes at once. One that was removed comes back with what it still runs. */
  addInstance(instanceId: string, concurrency: number): void {
    const queue = this.#instances.get(instanceId);
    if (!queue) {
      const fresh = { queued: [], running: new Set<QueuedJob>(), served: new Map<string, number>() };
      this.#instances.set(instanceId, { ...fresh, concurrency, removed: false, backgroundAt: 0 });
      return;
    }
    queue.concurrency = concurrency;
    queue.removed = false;
    this.#dispatch(instanceId, queue);
  }

  /** Takes nothing more for this instance; its queued jobs reject as `unreachable`, running ones finish. */
  removeInstance(instanceId: string): void {
    const queue = this.#instances.get(instanceId);
    if (!queue) return;
    queue.removed = true;
    for (const entry of queue.queued.splice(0)) {
      this.#settle(entry).reject(new UpstreamError("unreachable", "the engine was taken away"));
    }
    this.#tidy(instanceId, queue);
  }

  /**
   * Queues a job and answers with what its `run` answers. Aborting the job's signal rejects at once with
   * `UpstreamError("aborted")`: a queued job is gone, a running one has its own signal aborted and keeps its
   * slot until `run` settles. An unknown instance rejects as `unreachable`.
   */
  submit<T>(job: SchedulerJob<T>): Promise<T> {
    const queue = this.#instances.get(job.instanceId);
    if (!queue || queue.removed || this.#closed) {
      return Promise.reject(new UpstreamError("unreachable", "there is no such engine"));
    }
    if (job.signal.aborted) return Promise.reject(aborted());
    const outcome = createDeferred<T>();
    const entry: QueuedJob = {
      job,
      arrival: this.#arrivals++,
      queuedAt: this.#now(),
      outcome: outcome as Deferred<unknown>,
      abort: new AbortController(),
      unlisten: () => job.signal.removeEventListener("abort", onAbort),
    };
    const onAbort = () => this.#cancel(job.instanceId, queue, entry);
    job.signal.addEventListener("abort", onAbort, { once: true });
    queue.queued.push(entry);
    this.#dispatch(job.instanceId, queue);
    return outcome.promise;
  }

  snapshot(instanceId: string): SchedulerSnapshot {
    const queue = this.#instances.get(instanceId);
    return { queued: queue?.queued.length ?? 0, running: queue?.running.size ?? 0 };
  }

  /** How many jobs, running ones included, come before this one as things stand; 0 once it is not queued. */
  ahead(job: SchedulerJob<unknown>): number {
    const queue = this.#instances.get(job.instanceId);
    const entry = queue?.queued.find((candidate) => candidate.job === job);
    if (!queue || !entry) return 0;
    const before = this.#order(queue);
    return queue.running.size + queue.queued.filter((other) => before(other, entry) < 0).length;
  }

  /** Resolves when nothing is queued or running anywhere. */
  async drain(): Promise<void> {
    if (this.#isIdle()) return;
    this.#idle ??= createDeferred<void>();
    await this.#idle.promise;
  }

  /** Takes nothing more, aborts everything, and resolves when the last run has settled. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const [instanceId, queue] of this.#instances) {
      for (const entry of [...queue.queued, ...queue.running]) this.#cancel(instanceId, queue, entry);
    }
    await this.drain();
  }

  #cancel(instanceId: string, queue: InstanceQueue, entry: QueuedJob): void {
    queue.queued = queue.queued.filter((other) => other !== entry);
    this.#settle(entry).reject(aborted());
    entry.abort.abort(aborted());
    this.#tidy(instanceId, queue);
  }

  #dispatch(instanceId: string, queue: InstanceQueue): void {
    while (queue.running.size < queue.concurrency && queue.queued.length > 0) {
      const before = this.#order(queue);
      const next = queue.queued.reduce((best, entry) => (before(entry, best) < 0 ? entry : best));
      queue.queued = queue.queued.filter((entry) => entry !== next);
      queue.running.add(next);
      if (next.job.priority === "background") queue.backgroundAt = this.#now();
      rememberServed(queue, next.job.userId, this.#starts++);
      void this.#run(instanceId, queue, next);
    }
    this.#tidy(instanceId, queue);
  }

  async #run(instanceId: string, queue: InstanceQueue, entry: QueuedJob): Promise<void> {
    try {
      const result = await entry.job.run(entry.abort.signal);
      this.#settle(entry).resolve(result);
    } catch (error) {
      this.#settle(entry).reject(error);
    }
    queue.running.delete(entry);
    this.#dispatch(instanceId, queue);
  }

  #settle(entry: QueuedJob): Deferred<unknown> {
    entry.unlisten();
    return entry.outcome;
  }

  /** Live before background, then the earliest deadline, then the user served least recently, then arrival. */
  #order(queue: InstanceQueue): (left: QueuedJob, right: QueuedJob) => number {
    const now = this.#now();
    const longest = this.#maxBackgroundWaitMs;
    const ranks = new Map<QueuedJob, number[]>();
    const rank = (entry: QueuedJob): number[] => {
      const known = ranks.get(entry);
      if (known) return known;
      const { job, queuedAt, arrival } = entry;
      const isDue = job.priority === "background" && now - Math.max(queuedAt, queue.backgroundAt) >= longest;
      const deadline = isDue ? queuedAt : job.deadline();
      const fresh = [
        isDue ? 0 : job.priority === "live" ? 1 : 2,
        Math.max(deadline, now),
        isDue ? -1 : (queue.served.get(job.userId) ?? -1),
        deadline,
        arrival,
      ];
      ranks.set(entry, fresh);
      return fresh;
    };
    return (left, right) => compare(rank(left), rank(right));
  }

  #isIdle(): boolean {
    return [...this.#instances.values()].every(({ queued, running }) => queued.length + running.size === 0);
  }

  #tidy(instanceId: string, queue: InstanceQueue): void {
    if (queue.queued.length + queue.running.size > 0) return;
    queue.served.clear();
    if (queue.removed && this.#instances.get(instanceId) === queue) this.#instances.delete(instanceId);
    if (this.#idle && this.#isIdle()) {
      this.#idle.resolve();
      this.#idle = null;
    }
  }
}

function rememberServed({ served }: InstanceQueue, userId: string, start: number): void {
  served.delete(userId);
  served.set(userId, start);
  const [leastRecent] = served.keys();
  if (served.size > REMEMBERED_USERS && leastRecent !== undefined) served.delete(leastRecent);
}

/** The first difference decides. Not a subtraction: two deadlines may both be infinite. */
function compare(left: number[], right: number[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

function aborted(): UpstreamError {
  return new UpstreamError("aborted", "the synthesis was stopped");
}
