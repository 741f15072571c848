import type { Deferred } from "@/lib/async/deferred";

/** A piece of work for an engine: a synthesis, or anything else that must not meet one. */
export interface SchedulerJob<T> {
  /** Whose instances may do it. */
  pool: string;
  /** The one instance it is about; absent: whichever of the pool is free first. */
  instanceId?: string;
  /** Instances that failed it. */
  except?: ReadonlySet<string>;
  /**
   * Names the model it needs: jobs of one model are done together, because an instance has one at a time. Absent: any
   * will do.
   */
  model?: string | undefined;
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
  run: (signal: AbortSignal, instanceId: string) => Promise<T>;
}

export interface QueuedJob {
  job: SchedulerJob<unknown>;
  arrival: number;
  queuedAt: number;
  outcome: Deferred<unknown>;
  abort: AbortController;
  unlisten: () => void;
}

/** One engine as far as its slots go. */
export interface Slots {
  id: string;
  concurrency: number;
  removed: boolean;
  isUsable: () => boolean;
  running: Set<QueuedJob>;
  /** The model its last job needed, and since when it has been serving it; null before the first. */
  model: { name: string; since: number } | null;
}

export interface Pool {
  name: string;
  queued: QueuedJob[];
  instances: Map<string, Slots>;
  /** When a background job last started here, ms since the epoch. */
  backgroundAt: number;
  /** Up to when each user has had their share here, ms since the epoch; the one served last stands last. */
  shares: Map<string, number>;
}

export function mayDo({ id }: Slots, { job }: QueuedJob): boolean {
  return (job.instanceId === undefined || job.instanceId === id) && !job.except?.has(id);
}
