import { mayDo, type Pool, type QueuedJob, type Slots } from "./job";
import { first, type Order } from "./order";

export interface LeaseRules {
  /** While others wait, one model is served for so long at most. */
  maxLeaseMs: number;
  /** A listener with this much sound in hand lets another model go first whose listener has none. */
  slackMs: number;
}

/**
 * What a free instance does next, null for nothing. Changing its model costs seconds, in which nobody is served: so it
 * goes on with the model it has while there is work for it, but no longer than a lease where others wait, and no model
 * is taken up that another instance is serving, unless that one cannot keep up.
 */
export function nextFor(
  slots: Slots,
  pool: Pool,
  order: Order,
  now: number,
  rules: LeaseRules,
): QueuedJob | null {
  const able = pool.queued.filter((entry) => mayDo(slots, entry));
  const best = first(able, order);
  if (!best) return null;
  const { model } = slots;
  const isFree = ({ job }: QueuedJob) => job.model === undefined || job.model === model?.name;
  const own = first(able.filter(isFree), order);
  const others = able.filter((entry) => !isFree(entry));
  const other = first(
    others.filter((entry) => !isServedElsewhere(entry, slots, pool, now, rules)),
    order,
  );
  if (!other) return own;
  if (own && keepsLease(own, other, slots, now, rules)) return own;
  // Another model is loaded only where nothing sounds.
  return slots.running.size === 0 ? other : own;
}

function keepsLease(own: QueuedJob, other: QueuedJob, slots: Slots, now: number, rules: LeaseRules): boolean {
  if (own.job.priority === "background" && other.job.priority === "live") return false;
  const age = slots.model ? now - slots.model.since : 0;
  if (age >= rules.maxLeaseMs) return false;
  const isCalm = own.job.deadline() - now > rules.slackMs;
  return !(isCalm && other.job.deadline() <= now && other.job.priority === "live");
}

/** An instance that has the model comes to it by itself, if it has not made it wait a lease long already. */
function isServedElsewhere(
  { job, queuedAt }: QueuedJob,
  slots: Slots,
  pool: Pool,
  now: number,
  { maxLeaseMs }: LeaseRules,
): boolean {
  if (now - queuedAt > maxLeaseMs) return false;
  return [...pool.instances.values()].some(
    (each) =>
      each !== slots &&
      !each.removed &&
      each.isUsable() &&
      each.model?.name === job.model &&
      !job.except?.has(each.id),
  );
}
