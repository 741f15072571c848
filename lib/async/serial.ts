/** Runs tasks one after another, in the order they were given. */
export type Serial = <T>(task: () => Promise<T>) => Promise<T>;

/** A failed task rejects its own caller only; the next one still runs. Not reentrant. */
export function createSerial(): Serial {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = tail.then(task);
    tail = result.catch(() => undefined);
    return result;
  };
}
