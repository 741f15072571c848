import "client-only";

/** Where a browser cannot say that it is idle, in ms after the page was ready. */
const GUESS_MS = 2000;

/** Does it when the page has nothing else to do. Returns what calls it off. */
export function onceIdle(act: () => void): () => void {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(act, GUESS_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(act);
  return () => cancelIdleCallback(handle);
}
