/**
 * A web stream over an async iterable, pulled one item at a time. Cancelling calls the iterator's
 * `return()`; an error of the iterable errors the stream. `first` goes before everything else.
 */
export function toReadableStream<T>(source: AsyncIterable<T>, first: readonly T[] = []): ReadableStream<T> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<T>(
    {
      start(controller) {
        for (const item of first) controller.enqueue(item);
      },
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        await iterator.return?.(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
