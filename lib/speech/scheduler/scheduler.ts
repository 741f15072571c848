import { createDeferred, type Deferred } from "@/lib/async/deferred";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { mayDo, type Pool, type QueuedJob, type SchedulerJob, type Slots } from "./job";
import { type LeaseRules, nextFor } from "./lease";
import { dueByShare, type Order, type OrderRules, orderAt } from "./order";

export interface SchedulerSnapshot {
  queued: number;
  running: number;
}

/** What waits for an engine, by who is heard first. */
export interface SchedulerQueue {
  live: number;
  background: number;
}

export interface SchedulerOptions {
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** However much live work there is, one background job goes first after so long without any. */
  maxBackgroundWaitMs?: number;
  /** What one person gets of a crowded pool: one job in so long, about what its sound lasts. */
  shareMs?: number;
  /** While others wait, an instance serves one model for so long at most. */
  maxLeaseMs?: number;
  /** A listener with this much sound in hand lets another model go first whose listener has none. */
  slackMs?: number;
}

export interface InstanceSetup {
  pool: string;
  /** How many jobs it takes at once. */
  concurrency: number;
  /** Whether it can be given work now; asked before each job. */
  isUsable?: () => boolean;
}

/** So many users are remembered for fairness; one forgotten counts as not served yet. */
const REMEMBERED_USERS = 1024;
/** What somebody had of an idle engine is not held against them for longer than so many shares. */
const SHARES_AHEAD = 3;

/**
 * Who speaks next: one queue for each pool of engines, as many slots as each instance takes at once. Work is given to an
 * instance only when it is free, so that what one cannot do another does.
 */
export class Scheduler {
  readonly #pools = new Map<string, Pool>();
  readonly #now: () => number;
  readonly #orderRules: OrderRules;
  readonly #leaseRules: LeaseRules;
  #arrivals = 0;
  #closed = false;
  #idle: Deferred<void> | null = null;

  constructor(options: SchedulerOptions = {}) {
    const { now = Date.now, maxBackgroundWaitMs = 30_000, shareMs = 3000 } = options;
    const { maxLeaseMs = 10_000, slackMs = 3000 } = options;
    this.#now = now;
    this.#orderRules = { maxBackgroundWaitMs, shareMs };
    this.#leaseRules = { maxLeaseMs, slackMs };
  }

  /** Adds an instance, or changes how it is set up. One that was removed comes back with what it still runs. */
  addInstance(id: string, { pool: name, concurrency, isUsable = () => true }: InstanceSetup): void {
    const before = this.#find(id);
    if (before && before.pool.name !== name) this.removeInstance(id);
    const pool = this.#pools.get(name) ?? createPool(name);
    this.#pools.set(name, pool);
    const known = pool.instances.get(id);
    if (known) Object.assign(known, { concurrency, isUsable, removed: false });
    else {
      const running = before?.slots.running ?? new Set<QueuedJob>();
      pool.instances.set(id, { id, concurrency, removed: false, isUsable, running, model: null });
    }
    this.#dispatch(pool);
  }

  /** Takes nothing more for this instance; what it runs finishes, what can be done nowhere else rejects as `unreachable`. */
  removeInstance(id: string): void {
    const found = this.#find(id);
    if (!found) return;
    found.slots.removed = true;
    this.#dispatch(found.pool);
  }

  /** An instance came or went: gives out what waited for it, rejects (`unreachable`) what nobody can do any more. */
  look(): void {
    for (const pool of [...this.#pools.values()]) this.#dispatch(pool);
  }

  /** Its model is not what it was: the next job counts as the first. */
  forgetModel(id: string): void {
    const found = this.#find(id);
    if (found) found.slots.model = null;
  }

  /**
   * Queues a job and answers with what its `run` answers. Aborting the job's signal rejects at once with
   * `UpstreamError("aborted")`: a queued job is gone, a running one has its own signal aborted and keeps its
   * slot until `run` settles. Where no instance can do it: `unreachable`.
   */
  submit<T>(job: SchedulerJob<T>): Promise<T> {
    const pool = this.#pools.get(job.pool);
    if (!pool || this.#closed) return Promise.reject(nobody());
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
    const onAbort = () => this.#cancel(pool, entry);
    job.signal.addEventListener("abort", onAbort, { once: true });
    pool.queued.push(entry);
    this.#dispatch(pool);
    return outcome.promise;
  }

  /** What an instance runs, and what of its pool's queue it could do. */
  snapshot(instanceId: string): SchedulerSnapshot {
    const found = this.#find(instanceId);
    if (!found) return { queued: 0, running: 0 };
    const { pool, slots } = found;
    return {
      queued: pool.queued.filter((entry) => mayDo(slots, entry)).length,
      running: slots.running.size,
    };
  }

  /** What of its pool's queue an instance could do, by priority. */
  queue(instanceId: string): SchedulerQueue {
    const found = this.#find(instanceId);
    const waiting = found?.pool.queued.filter((entry) => mayDo(found.slots, entry)) ?? [];
    const live = waiting.filter(({ job }) => job.priority === "live").length;
    return { live, background: waiting.length - live };
  }

  /** How many jobs of other people, running ones included, come before this one as things stand; 0 once it is not queued. */
  ahead(job: SchedulerJob<unknown>): number {
    const pool = this.#pools.get(job.pool);
    const entry = pool?.queued.find((candidate) => candidate.job === job);
    if (!pool || !entry) return 0;
    const order = this.#order(pool);
    const running = [...pool.instances.values()].flatMap((slots) => [...slots.running]);
    const before = [...running, ...pool.queued.filter((other) => order(other, entry) < 0)];
    return before.filter((other) => other.job.userId !== job.userId).length;
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
    for (const pool of this.#pools.values()) {
      const running = [...pool.instances.values()].flatMap((slots) => [...slots.running]);
      for (const entry of [...pool.queued, ...running]) this.#cancel(pool, entry);
    }
    await this.drain();
  }

  #find(id: string): { pool: Pool; slots: Slots } | null {
    for (const pool of this.#pools.values()) {
      const slots = pool.instances.get(id);
      if (slots) return { pool, slots };
    }
    return null;
  }

  #cancel(pool: Pool, entry: QueuedJob): void {
    pool.queued = pool.queued.filter((other) => other !== entry);
    this.#settle(entry).reject(aborted());
    entry.abort.abort(aborted());
    this.#tidy(pool);
  }

  #dispatch(pool: Pool): void {
    for (let isGiven = true; isGiven; ) {
      isGiven = false;
      for (const slots of pool.instances.values()) {
        if (slots.removed || slots.running.size >= slots.concurrency || !slots.isUsable()) continue;
        const next = nextFor(slots, pool, this.#order(pool), this.#now(), this.#leaseRules);
        if (!next) continue;
        this.#start(pool, slots, next);
        isGiven = true;
      }
    }
    this.#giveUp(pool);
    this.#tidy(pool);
  }

  #start(pool: Pool, slots: Slots, entry: QueuedJob): void {
    const { job } = entry;
    pool.queued = pool.queued.filter((other) => other !== entry);
    slots.running.add(entry);
    if (job.model !== undefined && slots.model?.name !== job.model) {
      slots.model = { name: job.model, since: this.#now() };
    }
    if (job.priority === "background") pool.backgroundAt = this.#now();
    this.#takeShare(pool, entry);
    void this.#run(pool, slots, entry);
  }

  #takeShare(pool: Pool, entry: QueuedJob): void {
    const { shares } = pool;
    const { shareMs } = this.#orderRules;
    const share = Math.min(dueByShare(pool, entry, shareMs), this.#now() + SHARES_AHEAD * shareMs);
    shares.delete(entry.job.userId);
    shares.set(entry.job.userId, share);
    const [leastRecent] = shares.keys();
    if (shares.size > REMEMBERED_USERS && leastRecent !== undefined) shares.delete(leastRecent);
  }

  async #run(pool: Pool, slots: Slots, entry: QueuedJob): Promise<void> {
    try {
      const result = await entry.job.run(entry.abort.signal, slots.id);
      this.#settle(entry).resolve(result);
    } catch (error) {
      this.#settle(entry).reject(error);
    }
    slots.running.delete(entry);
    this.#dispatch(this.#find(slots.id)?.pool ?? pool);
    if (this.#pools.get(pool.name) === pool) this.#dispatch(pool);
  }

  /** What no instance can do any more does not wait for one. */
  #giveUp(pool: Pool): void {
    const isServable = (entry: QueuedJob) =>
      [...pool.instances.values()].some((slots) => !slots.removed && slots.isUsable() && mayDo(slots, entry));
    const lost = pool.queued.filter((entry) => !isServable(entry));
    if (lost.length === 0) return;
    pool.queued = pool.queued.filter((entry) => !lost.includes(entry));
    for (const entry of lost) this.#settle(entry).reject(nobody());
  }

  #settle(entry: QueuedJob): Deferred<unknown> {
    entry.unlisten();
    return entry.outcome;
  }

  #order(pool: Pool): Order {
    return orderAt(pool, this.#now(), this.#orderRules);
  }

  #isIdle(): boolean {
    return [...this.#pools.values()].every(isQuiet);
  }

  #tidy(pool: Pool): void {
    for (const slots of pool.instances.values()) {
      if (slots.removed && slots.running.size === 0) pool.instances.delete(slots.id);
    }
    if (!isQuiet(pool)) return;
    pool.shares.clear();
    if (pool.instances.size === 0 && this.#pools.get(pool.name) === pool) this.#pools.delete(pool.name);
    if (this.#idle && this.#isIdle()) {
      this.#idle.resolve();
      this.#idle = null;
    }
  }
}

function createPool(name: string): Pool {
  return { name, queued: [], instances: new Map(), backgroundAt: 0, shares: new Map() };
}

function isQuiet(pool: Pool): boolean {
  return pool.queued.length === 0 && [...pool.instances.values()].every(({ running }) => running.size === 0);
}

function aborted(): UpstreamError {
  return new UpstreamError("aborted", "the synthesis was stopped");
}

function nobody(): UpstreamError {
  return new UpstreamError("unreachable", "no engine that could do it answers");
}
