import "client-only";
/** Time as the session sees it; tests bring their own. */
export interface Clock {
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** 0 ≤ n < 1 */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => globalThis.setTimeout(run, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as ReturnType<typeof setTimeout>),
  random: () => Math.random(),
};

const FIRST_MS = 300;
const LONGEST_MS = 5000;

/** The wait before reconnection number `attempt` (from 0): 0.3 s doubling to 5 s, ± a quarter. */
export function reconnectDelayMs(attempt: number, clock: Clock): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return base * (0.75 + clock.random() * 0.5);
}

/** What may end a wait early: the network is back, the page is looked at again, the person pressed retry. */
export type Wake = (listener: () => void) => () => void;

/** The browser's own reasons to try again at once. */
export const browserWake: Wake = (listener) => {
  const whenVisible = () => {
    if (document.visibilityState === "visible") listener();
  };
  window.addEventListener("online", listener);
  document.addEventListener("visibilitychange", whenVisible);
  return () => {
    window.removeEventListener("online", listener);
    document.removeEventListener("visibilitychange", whenVisible);
  };
};

/** Resolves after `ms`, when woken or when aborted, whichever comes first. */
export function waitForRetry(
  ms: number,
  options: { clock: Clock; wake: Wake; signal: AbortSignal },
): Promise<void> {
  const { clock, wake, signal } = options;
  return new Promise((resolve) => {
    const finish = () => {
      clock.clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = clock.setTimeout(finish, ms);
    const unsubscribe = wake(finish);
    signal.addEventListener("abort", finish);
    if (signal.aborted) finish();
  });
}
