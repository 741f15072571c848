/** Epoch milliseconds with a fraction; the one clock of both simulators' logs. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Waits until `at` (epoch ms). An abort ends the wait early without an error. */
export function sleepUntil(at: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, Math.max(0, Math.ceil(at - now())));
    signal?.addEventListener("abort", finish);
  });
}

/** Lets the sockets that became readable in the meantime be served. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
