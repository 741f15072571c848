import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { FileStore, GrowingFile } from "@/lib/storage";
import { toStorageError } from "@/lib/storage/storage-error";
import { collect, createFixture, createProducer, KEY, pcmOf, producing, turn } from "./clips-fixture";

type Fixture = Awaited<ReturnType<typeof createFixture>>;
const fixtures: Fixture[] = [];

async function setUp(overrides: Parameters<typeof createFixture>[0] = {}) {
  const fixture = await createFixture(overrides);
  fixtures.push(fixture);
  return fixture;
}

afterEach(async () => {
  for (const fixture of fixtures.splice(0)) await fixture.remove();
});

const keyOf = (number: number) => `key-${String(number).padStart(8, "0")}`;

/** The same files, but what `fails` names is refused as the system would. */
function failing(
  files: FileStore,
  fails: Partial<Record<keyof GrowingFile | "create" | "move", string>>,
): FileStore {
  const refuse = (code: string) =>
    Promise.reject(toStorageError(Object.assign(new Error(code), { code }), "write"));
  return {
    write: (path, bytes) => files.write(path, bytes),
    create: async (path) => {
      if (fails.create) return refuse(fails.create);
      const file = await files.create(path);
      return {
        append: (bytes) =>
          fails.append && bytes.byteLength !== 44 ? refuse(fails.append) : file.append(bytes),
        overwrite: (bytes, at) => (fails.overwrite ? refuse(fails.overwrite) : file.overwrite(bytes, at)),
        finish: () => (fails.finish ? refuse(fails.finish) : file.finish()),
        discard: () => file.discard(),
      };
    },
    move: (from, to) => (fails.move ? refuse(fails.move) : files.move(from, to)),
    size: (path) => files.size(path),
    readBytes: (path, range) => files.readBytes(path, range),
    readStream: (path, range) => files.readStream(path, range),
    list: (folder) => files.list(folder),
    remove: (path) => files.remove(path),
  };
}

describe("a disk that refuses", () => {
  it.each([
    ["create", "EROFS"],
    ["append", "ENOSPC"],
    ["overwrite", "EIO"],
    ["finish", "EIO"],
    ["move", "ENOSPC"],
  ] as const)("at %s (%s) disturbs nobody: the clip is only not kept", async (step, code) => {
    const { files, createStore, listFiles, index, warnings } = await setUp();
    const store = createStore({ storage: failing(files, { [step]: code }) });
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    const early = collect(clip.read());
    await producer.called;
    producer.start();
    producer.write(pcmOf(1000));
    await turn();
    producer.write(pcmOf(500, 2));
    producer.end();
    const whole = Buffer.concat([pcmOf(1000), pcmOf(500, 2)]);
    expect((await early).equals(whole)).toBe(true);
    expect(await clip.finished).toMatchObject({ kept: false, bytes: 1544, durationMs: 1500 / 64 });
    expect((await collect(clip.read())).equals(whole)).toBe(true);
    expect(await listFiles()).toEqual([]);
    expect(index.rows.size).toBe(0);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain(KEY);
  });

  it.skipIf(!existsSync("/dev/full"))("for real (the system's own full device) too", async () => {
    const { files, createStore, warnings } = await setUp();
    const storage: FileStore = {
      ...failing(files, {}),
      create: async () => {
        const handle = await open("/dev/full", "w");
        const write = async (bytes: Uint8Array) => {
          try {
            await handle.writeFile(bytes);
          } catch (error) {
            throw toStorageError(error, "write a file");
          }
        };
        return {
          append: write,
          overwrite: write,
          finish: () => handle.close(),
          discard: () => handle.close(),
        };
      },
    };
    const clip = createStore({ storage }).open(KEY, producing(pcmOf(1000)));
    expect(await clip.finished).toMatchObject({ kept: false });
    expect((await collect(clip.read())).equals(pcmOf(1000))).toBe(true);
    expect(warnings[0]).toContain("ENOSPC");
  });

  it("keeps nothing of which the file says something else than what was written", async () => {
    const { files, createStore, listFiles, index, warnings } = await setUp();
    const forgetful: FileStore = {
      ...failing(files, {}),
      create: async (path) => {
        const file = await files.create(path);
        return {
          append: (bytes) => file.append(bytes.subarray(0, Math.min(bytes.byteLength, 500))),
          overwrite: (bytes, at) => file.overwrite(bytes, at),
          finish: () => file.finish(),
          discard: () => file.discard(),
        };
      },
    };
    const clip = createStore({ storage: forgetful }).open(KEY, producing(pcmOf(1000)));
    expect(await clip.finished).toMatchObject({ kept: false, bytes: 1044 });
    expect((await collect(clip.read())).equals(pcmOf(1000))).toBe(true);
    expect([await listFiles(), index.rows.size, warnings.length]).toEqual([[], 0, 1]);
  });

  it("keeps nothing with too little space, or when the space cannot be told", async () => {
    for (const freeBytes of [async () => 512 * 1024 ** 2 - 1, () => Promise.reject(new Error("no answer"))]) {
      const { createStore, listFiles } = await setUp();
      const clip = createStore({ freeBytes }).open(KEY, producing(pcmOf(1000)));
      expect(await clip.finished).toMatchObject({ kept: false });
      expect(await listFiles()).toEqual([]);
    }
  });

  it("does not have a clip made twice while its sound is in memory; the oldest goes from there", async () => {
    const { createStore } = await setUp();
    const store = createStore({ freeBytes: async () => 0, maxUnstoredBytes: 2500 });
    const first = store.open(keyOf(1), producing(pcmOf(1000)));
    await first.finished;
    const producer = createProducer();
    expect((await collect(store.open(keyOf(1), producer.produce).read())).equals(pcmOf(1000))).toBe(true);
    expect(store.live(keyOf(1))).toBe(first);
    await store.open(keyOf(2), producing(pcmOf(1000, 2))).finished;
    const reader = first.read()[Symbol.asyncIterator]();
    await store.open(keyOf(3), producing(pcmOf(1000, 3))).finished;
    expect(store.live(keyOf(1))).toBeNull();
    expect(store.live(keyOf(2))).not.toBeNull();
    expect((await reader.next()).value).toEqual(pcmOf(1000));
    await expect(collect(first.read())).rejects.toMatchObject({ name: "StorageError", kind: "missing" });
    expect(producer.state.runs).toBe(0);
  });

  it("keeps nothing the index does not take, and plays when the index does not answer", async () => {
    const { index, createStore, listFiles } = await setUp();
    const broken = { ...index, put: () => Promise.reject(new Error("database is locked")) };
    const clip = createStore({ index: broken }).open(KEY, producing(pcmOf(100)));
    expect(await clip.finished).toMatchObject({ kept: false });
    const blind = { ...index, find: () => Promise.reject(new Error("database is locked")) };
    const store = createStore({ index: blind });
    expect(await store.openStored(KEY)).toBeNull();
    expect((await collect(store.open(KEY, producing(pcmOf(100))).read())).equals(pcmOf(100))).toBe(true);
    await store.open(KEY, producing(pcmOf(100))).finished;
    expect((await listFiles()).filter((name) => name.startsWith("tmp/"))).toEqual([]);
  });
});

describe("a full cache", () => {
  it("loses what was played longest ago, file and row, and no reader", async () => {
    const { clock, index, createStore, listFiles } = await setUp();
    const store = createStore({ maxBytes: 3 * 400_044 });
    for (const number of [1, 2, 3]) {
      clock.now += 1000;
      await store.open(keyOf(number), producing(pcmOf(400_000, number))).finished;
    }
    clock.now += 1000;
    const second = await store.openStored(keyOf(2));
    const reading = (await second?.stream())?.getReader();
    await reading?.read();
    for (const [number, played] of [
      [4, 1],
      [5, 3],
      [6, 4],
    ] as const) {
      clock.now += 1000;
      const stored = await store.openStored(keyOf(played));
      if (stored) await collect(await stored.stream());
      clock.now += 1000;
      await store.open(keyOf(number), producing(pcmOf(400_000, number))).finished;
      await store.settled();
    }
    // 4 drove out 3 (2 and 1 were played since), 5 drove out 2, 6 drove out 1.
    const left = [4, 5, 6].map(keyOf);
    expect([...index.rows.keys()].sort()).toEqual(left);
    expect(await listFiles()).toEqual(left.map((key) => `ke/${key}.wav`));
    let rest = 0;
    for (let piece = await reading?.read(); piece && !piece.done; piece = await reading?.read()) {
      rest += piece.value.byteLength;
    }
    expect(rest).toBe(400_044 - 262_144);
    await expect(second?.stream()).rejects.toMatchObject({ kind: "missing" });
  });

  it("does not keep a clip larger than itself, and does not go round for ever", async () => {
    const { index, createStore, listFiles } = await setUp();
    const store = createStore({ maxBytes: 1000 });
    await store.open(KEY, producing(pcmOf(5000))).finished;
    await store.settled();
    expect(index.rows.size).toBe(0);
    expect(await listFiles()).toEqual([]);
  });
});

describe("sweep", () => {
  it("puts right what a crash left, and touches nothing that is whole", async () => {
    const { index, files, store, createStore, listFiles } = await setUp();
    for (const number of [1, 2, 3, 4, 5])
      await store.open(keyOf(number), producing(pcmOf(500, number))).finished;
    const path = (number: number) => `ke/${keyOf(number)}.wav`;
    await files.write("tmp/half.wav", pcmOf(77));
    await files.remove(path(2));
    const third = await files.readBytes(path(3));
    await files.write(path(3), third.subarray(0, 300));
    await index.remove(keyOf(4));
    const fifth = Buffer.from(await files.readBytes(path(5)));
    fifth.writeUInt32LE(0xffffffff, 40);
    await files.write(path(5), fifth);
    await files.write("README.txt", pcmOf(3));

    const report = await createStore().sweep();
    expect(report).toEqual({ removedFiles: 4, removedRows: 3 });
    expect(await listFiles()).toEqual(["README.txt", path(1)]);
    expect([...index.rows.keys()]).toEqual([keyOf(1)]);
    expect(await createStore().sweep()).toEqual({ removedFiles: 0, removedRows: 0 });
  });

  it("may run while clips are made", async () => {
    const { store, listFiles } = await setUp();
    const producers = Array.from({ length: 20 }, () => createProducer());
    const clips = producers.map(({ produce }, number) => store.open(keyOf(number), produce));
    for (const producer of producers) {
      await producer.called;
      producer.start();
      producer.write(pcmOf(10_000));
    }
    for (let round = 0; round < 50 && (await listFiles()).length < 20; round += 1) await turn();
    const sweeping = store.sweep();
    for (const producer of producers) {
      producer.end();
      await turn();
    }
    expect(await sweeping).toEqual({ removedFiles: 0, removedRows: 0 });
    expect((await Promise.all(clips.map(({ finished }) => finished))).every(({ kept }) => kept)).toBe(true);
    expect(await listFiles()).toHaveLength(20);
  });

  it("does nothing on a new machine", async () => {
    const { store } = await setUp();
    expect(await store.sweep()).toEqual({ removedFiles: 0, removedRows: 0 });
  });
});
