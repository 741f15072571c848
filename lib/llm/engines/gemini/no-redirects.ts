import { AsyncLocalStorage } from "node:async_hooks";

const calls = new AsyncLocalStorage<true>();
const usual = globalThis.fetch;

/*
 * The SDK takes no fetch of ours and has no setting for redirects: it would show the key to whatever address an answer
 * names. Every other caller's fetch stays as it is.
 */
globalThis.fetch = (input, init) => usual(input, calls.getStore() ? { ...init, redirect: "manual" } : init);

/** Within this call of the SDK's, an answer that sends elsewhere is an answer of its status, not followed. */
export function withoutRedirects<T>(call: () => Promise<T>): Promise<T> {
  return calls.run(true, call);
}
