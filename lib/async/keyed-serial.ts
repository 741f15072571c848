import { createSerial, type Serial } from "./serial";

/** Runs the tasks of each key one after another; those of different keys do not wait for each other. */
export class KeyedSerial {
  readonly #entries = new Map<string, { serial: Serial; users: number }>();

  /** Not reentrant for one key. */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const entry = this.#entries.get(key) ?? { serial: createSerial(), users: 0 };
    this.#entries.set(key, entry);
    entry.users++;
    try {
      return await entry.serial(task);
    } finally {
      if (--entry.users === 0) this.#entries.delete(key);
    }
  }
}
