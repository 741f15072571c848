/** Epoch milliseconds with a fraction; the one clock of both simulators' logs. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Waits until `at` (epoch ms), never shorter. An abort ends the wait early without an error. */
export function sleepUntil(at: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    // Timers may fire a little early.
    const wait = () => {
      const left = at - now();
      if (left <= 0 || signal?.aborted) finish();
      else timer = setTimeout(wait, Math.ceil(left));
    };
    signal?.addEventListener("abort", finish);
    wait();
  });
}

/** Lets the sockets that became readable in the meantime be served. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
