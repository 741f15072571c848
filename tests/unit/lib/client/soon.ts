import { vi } from "vitest";

/** Waits until the check passes; generous, because the machine may be busy with other tests. */
export function soon<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 });
}
