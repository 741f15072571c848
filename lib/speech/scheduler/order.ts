import type { Pool, QueuedJob } from "./job";

/** The sooner of two jobs first: negative where that is the left one. */
export type Order = (left: QueuedJob, right: QueuedJob) => number;

export interface OrderRules {
  /** However much live work there is, one background job goes first after so long without any. */
  maxBackgroundWaitMs: number;
  /** What one person gets of a crowded engine: one job in so long, the rest as if it had been asked for later. */
  shareMs: number;
}

/** Live before background, then the earliest deadline, then the share, then arrival. */
export function orderAt(pool: Pool, now: number, { maxBackgroundWaitMs, shareMs }: OrderRules): Order {
  const ranks = new Map<QueuedJob, number[]>();
  const rank = (entry: QueuedJob): number[] => {
    const known = ranks.get(entry);
    if (known) return known;
    const { job, queuedAt, arrival } = entry;
    const isDue =
      job.priority === "background" && now - Math.max(queuedAt, pool.backgroundAt) >= maxBackgroundWaitMs;
    const deadline = isDue ? queuedAt : job.deadline();
    const fresh = [
      isDue ? 0 : job.priority === "live" ? 1 : 2,
      Math.max(deadline, now),
      isDue ? 0 : dueByShare(pool, entry, shareMs),
      deadline,
      arrival,
    ];
    ranks.set(entry, fresh);
    return fresh;
  };
  return (left, right) => compare(rank(left), rank(right));
}

/**
 * From when on a job is its user's share, in ms since the epoch: one who asks for little waits as long as everybody, one
 * who asks for much keeps nobody waiting.
 */
export function dueByShare(pool: Pool, { job, queuedAt }: QueuedJob, shareMs: number): number {
  return Math.max(queuedAt, (pool.shares.get(job.userId) ?? Number.NEGATIVE_INFINITY) + shareMs);
}

export function first(entries: readonly QueuedJob[], order: Order): QueuedJob | null {
  return entries.reduce<QueuedJob | null>(
    (best, entry) => (best === null || order(entry, best) < 0 ? entry : best),
    null,
  );
}

/** The first difference decides. Not a subtraction: two deadlines may both be infinite. */
function compare(left: number[], right: number[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
