import "client-only";
import { onceIdle } from "./once-idle";

/**
 * Keeps a page for when the server is out of reach (`public/service-worker.js`), where the browser lets a page of this
 * origin do that: over https and on the machine itself. `version`: another one replaces what was kept. While the
 * application is developed, what was kept is taken away. Returns what calls it off.
 */
export function keepOfflinePage(version: Record<string, string>): () => void {
  if (!("serviceWorker" in navigator)) return () => {};
  const keep = () => navigator.serviceWorker.register(`/service-worker.js?${new URLSearchParams(version)}`);
  const act = process.env.NODE_ENV === "production" ? keep : forgetOfflinePage;
  // A browser that refuses (a private window) goes without.
  return onceIdle(() => void act().catch(() => {}));
}

async function forgetOfflinePage(): Promise<void> {
  for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  for (const name of await caches.keys()) {
    if (name.startsWith("avatar-forge-offline")) await caches.delete(name);
  }
}
