/** Longest stretch of silence held back at the start; more than any engine sends before it fails. */
const MAX_HELD_BYTES = 32 * 1024 * 1024;

/**
 * Waits until sound is there: a sample that is not zero and at least `minimumBytes` of s16le.
 * Resolves with everything read from the start, or with null when the stream ends (or stays silent
 * without end) before that. Rejects with what `pcm` rejects with.
 */
export async function awaitFirstSound(
  pcm: AsyncIterable<Uint8Array>,
  minimumBytes = 2,
): Promise<AsyncGenerator<Uint8Array> | null> {
  const iterator = pcm[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let heldBytes = 0;
  let audible = false;
  while (!audible || heldBytes < minimumBytes) {
    const { done, value } = await iterator.next();
    if (done) return null;
    held.push(value);
    heldBytes += value.byteLength;
    audible ||= value.some((byte) => byte !== 0);
    if (!audible && heldBytes > MAX_HELD_BYTES) {
      await iterator.return?.();
      return null;
    }
  }
  return resume(held, iterator);
}

async function* resume(held: Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* held.splice(0);
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
