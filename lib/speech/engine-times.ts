const KEPT = 50;

/** One synthesis as an engine made it, without its wait in the queue. */
export interface SpokenTime {
  /** From the request to the first sound, in ms. */
  firstSoundMs: number;
  /** From the request to the end of the sound, in ms. */
  totalMs: number;
  /** How long the sound lasts, in ms. */
  soundMs: number;
}

/** How long each engine took for what it spoke last; kept in memory alone. */
export class EngineTimes {
  readonly #times = new Map<string, SpokenTime[]>();

  add(instanceId: string, time: SpokenTime): void {
    const times = this.#times.get(instanceId) ?? [];
    this.#times.set(instanceId, [...times, time].slice(-KEPT));
  }

  /** First sounds in ms, oldest first, at most fifty. */
  firstSounds(instanceId: string): number[] {
    return (this.#times.get(instanceId) ?? []).map(({ firstSoundMs }) => Math.round(firstSoundMs));
  }

  /** Time of making over time of sound, of all that is kept; null before the first sound. */
  realTimeFactor(instanceId: string): number | null {
    const times = this.#times.get(instanceId) ?? [];
    const sum = (of: (time: SpokenTime) => number) => times.reduce((total, time) => total + of(time), 0);
    const soundMs = sum((time) => time.soundMs);
    return soundMs === 0 ? null : sum((time) => time.totalMs) / soundMs;
  }

  forget(instanceId: string): void {
    this.#times.delete(instanceId);
  }
}
