import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { EventLog } from "@/lib/async/event-log";
import { toReadableStream } from "@/lib/async/readable-stream";

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe("EventLog", () => {
  it("gives readers who join at any moment the same items", async () => {
    const log = new EventLog<number>();
    const readers = [collect(log.follow())];
    for (let item = 0; item < 20; item += 1) {
      log.append(item);
      readers.push(collect(log.follow()));
      if (item % 3 === 0) await Promise.resolve();
    }
    log.end();
    readers.push(collect(log.follow()));
    const expected = Array.from({ length: 20 }, (_, item) => item);
    for (const items of await Promise.all(readers)) expect(items).toEqual(expected);
  });

  it("starts at the position asked for, also one that is still to come", async () => {
    const log = new EventLog<string>();
    log.append("a");
    const later = collect(log.follow(2));
    log.append("b");
    log.append("c");
    log.end();
    expect(await later).toEqual(["c"]);
    expect(await collect(log.follow(1))).toEqual(["b", "c"]);
    expect(await collect(log.follow(-5))).toEqual(["a", "b", "c"]);
    expect(await collect(log.follow(99))).toEqual([]);
    expect(log.snapshot(1)).toEqual(["b", "c"]);
    expect(log.length).toBe(3);
  });

  it("gives every item before the error it failed with", async () => {
    const log = new EventLog<number>();
    log.append(1);
    const reader = log.follow();
    expect(await reader.next()).toEqual({ done: false, value: 1 });
    const waiting = reader.next();
    log.append(2);
    log.fail(new Error("broke"));
    expect(await waiting).toEqual({ done: false, value: 2 });
    await expect(reader.next()).rejects.toThrow("broke");
    await expect(collect(log.follow())).rejects.toThrow("broke");
  });

  it("takes nothing after its end", () => {
    const log = new EventLog<number>();
    log.end();
    log.fail(new Error("too late"));
    expect(log.closed).toBe(true);
    expect(() => log.append(1)).toThrow("closed");
  });

  it("listens once for each reader, and no more when the reader is through or has left", async () => {
    const log = new EventLog<number>();
    const { signal } = new AbortController();
    const listening = () => getEventListeners(signal, "abort").length;
    const reader = log.follow(0, signal);
    const through = collect(log.follow(0, signal));
    for (let item = 0; item < 5; item += 1) {
      const next = reader.next();
      log.append(item);
      await next;
      expect(listening()).toBe(2);
    }
    await reader.return?.();
    expect(listening()).toBe(1);
    log.end();
    await through;
    expect(listening()).toBe(0);
  });

  it("lets a waiting reader go at once on an abort, and on return", async () => {
    const log = new EventLog<number>();
    const abort = new AbortController();
    const aborted = log.follow(0, abort.signal).next();
    abort.abort(new Error("left"));
    await expect(aborted).rejects.toThrow("left");
    await expect(log.follow(0, abort.signal).next()).rejects.toThrow("left");

    const reader = log.follow();
    const waiting = reader.next();
    await reader.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    log.append(1);
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it("serves several pending reads of one reader in order", async () => {
    const log = new EventLog<number>();
    const reader = log.follow();
    const pending = [reader.next(), reader.next(), reader.next()];
    for (const item of [1, 2, 3]) log.append(item);
    expect((await Promise.all(pending)).map(({ value }) => value)).toEqual([1, 2, 3]);
  });
});

describe("toReadableStream", () => {
  it("passes items through, what goes first before them", async () => {
    const log = new EventLog<number>();
    log.append(2);
    log.end();
    expect(await collect(toReadableStream(log.follow(), [0, 1]))).toEqual([0, 1, 2]);
  });

  it("leaves the log when the stream is cancelled, and errors with it", async () => {
    const log = new EventLog<number>();
    const reader = toReadableStream(log.follow()).getReader();
    const waiting = reader.read();
    await reader.cancel();
    expect(await waiting).toEqual({ done: true, value: undefined });

    const stream = toReadableStream(log.follow());
    log.fail(new Error("broke"));
    await expect(collect(stream)).rejects.toThrow("broke");
  });
});
