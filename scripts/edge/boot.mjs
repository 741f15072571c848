const BOOT = Symbol.for("avatar-forge.boot");
/** Far beyond any migration; only so that a start which can never end says so. */
const BOOT_LIMIT_MS = 300_000;

/**
 * What the application hands over once its settings are checked and its data is open (instrumentation.ts). Next
 * starts `register()` while it prepares but does not await it, so the hand-over itself is what we wait for.
 * Call before `prepare()`.
 */
export function whenBooted() {
  const { promise, resolve, reject } = deferred();
  const limit = setTimeout(() => reject(new Error("the application did not report ready")), BOOT_LIMIT_MS);
  Object.defineProperty(globalThis, BOOT, {
    configurable: true,
    get: () => undefined,
    set(boot) {
      clearTimeout(limit);
      Object.defineProperty(globalThis, BOOT, { value: boot, writable: true, configurable: true });
      resolve(boot);
    },
  });
  return promise;
}

function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}
