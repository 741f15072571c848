import "client-only";

/**
 * Calls back whenever sound that a screen lock, a call or a lost device took away may come back: the page is shown
 * again, or the audio devices changed (pages over plain http are not told of those). Returns what ends it.
 */
export function onSoundReturn(listener: () => void): () => void {
  if (typeof document === "undefined") return () => {};
  const ending = new AbortController();
  const { signal } = ending;
  const onVisible = () => {
    if (document.visibilityState === "visible") listener();
  };
  document.addEventListener("visibilitychange", onVisible, { signal });
  window.addEventListener("pageshow", listener, { signal });
  // The type says that it is always there.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  devices?.addEventListener("devicechange", listener, { signal });
  return () => ending.abort();
}
