import "client-only";

/**
 * Holds a wake lock until the returned function is called. The browser lets go of it whenever the page is hidden: it is
 * asked for again when the page is back. One that is refused is none.
 */
export function keepAwake(
  page: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">,
  wakeLock: Pick<WakeLock, "request">,
): () => void {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  const hold = async () => {
    if (page.visibilityState !== "visible") return;
    const held = await wakeLock.request("screen").catch(() => null);
    if (isOver) void held?.release();
    else lock = held;
  };
  void hold();
  page.addEventListener("visibilitychange", hold);
  return () => {
    isOver = true;
    page.removeEventListener("visibilitychange", hold);
    void lock?.release();
  };
}
