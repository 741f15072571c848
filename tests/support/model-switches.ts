/** One synthesis that happened. Times in ms on one clock. */
export interface Served {
  instance: string;
  model: string;
  askedAt: number;
  /** How long the engine worked on it, a switch of model left out. */
  workMs: number;
}

/**
 * How often models would have been switched, had each engine served what it served in this way: all that waits for one model,
 * for at most a lease at a time, then the model of what has waited longest.
 */
export function switchesByLease(log: readonly Served[], leaseMs: number, switchMs: number): number {
  const byInstance = new Map<string, Served[]>();
  for (const each of log) byInstance.set(each.instance, [...(byInstance.get(each.instance) ?? []), each]);
  let switches = 0;
  for (const list of byInstance.values()) {
    const waiting = list.toSorted((a, b) => a.askedAt - b.askedAt);
    let [now, model]: [number, string | null] = [0, null];
    for (let oldest = waiting[0]; oldest; oldest = waiting[0]) {
      now = Math.max(now, oldest.askedAt);
      if (model !== oldest.model) {
        if (model !== null) switches++;
        now += switchMs;
      }
      ({ model } = oldest);
      const end = now + leaseMs;
      while (now < end) {
        const at = waiting.findIndex((each) => each.model === model && each.askedAt <= now);
        const [next] = at >= 0 ? waiting.splice(at, 1) : [];
        if (!next) break;
        now += next.workMs;
      }
    }
  }
  return switches;
}
