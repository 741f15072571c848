import type { Pool, QueuedJob } from "./job";

/** The sooner of two jobs first: negative where that is the left one. */
export type Order = (left: QueuedJob, right: QueuedJob) => number;

/**
 * Live before background, then the earliest deadline, then the user served least recently, then arrival. However much
 * live work there is, one background job goes first after `maxBackgroundWaitMs` without any.
 */
export function orderAt(pool: Pool, now: number, maxBackgroundWaitMs: number): Order {
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
      isDue ? -1 : (pool.served.get(job.userId) ?? -1),
      deadline,
      arrival,
    ];
    ranks.set(entry, fresh);
    return fresh;
  };
  return (left, right) => compare(rank(left), rank(right));
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
