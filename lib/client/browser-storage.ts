import "client-only";
export type BrowserStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The page's localStorage; null where there is none or the browser refuses it (private windows). */
export function localStorageOrNull(): BrowserStorage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** The tab's own storage, which a reload survives; null where there is none. */
export function sessionStorageOrNull(): BrowserStorage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}

/** A stored JSON value; null when absent or unreadable. */
export function readStored(storage: BrowserStorage | null, key: string): unknown {
  try {
    return JSON.parse(storage?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** Stores a JSON value, null removes it. A full or refused storage loses it silently: nothing depends on it. */
export function writeStored(storage: BrowserStorage | null, key: string, value: unknown): void {
  try {
    if (value === null) storage?.removeItem(key);
    else storage?.setItem(key, JSON.stringify(value));
  } catch {
    // Quota or private mode.
  }
}
