import { rm } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { FileStore, StorageError } from "@/lib/storage";
import { createFixture, KEY, pcmOf, producing } from "./clips-fixture";

type Fixture = Awaited<ReturnType<typeof createFixture>>;
const fixtures: Fixture[] = [];

async function setUp() {
  const fixture = await createFixture();
  fixtures.push(fixture);
  const keep = async (key: string, bytes: number, seed = 1) => {
    const clip = fixture.store.open(key, producing(pcmOf(bytes, seed)));
    await clip.finished;
    await fixture.store.settled();
    const stored = await fixture.store.openStored(key);
    if (!stored) throw new Error("not kept");
    return stored;
  };
  return { ...fixture, keep };
}

afterEach(async () => {
  for (const fixture of fixtures.splice(0)) await fixture.remove();
});

const HEARD = { start: 44, end: 143 };

describe("a small clip that was played", () => {
  it("is played again without the disk, every piece of it", async () => {
    const { keep, store, folder } = await setUp();
    const clip = await keep(KEY, 2000);
    const first = await clip.read(HEARD);
    expect(Buffer.from(first).equals(pcmOf(2000).subarray(0, 100))).toBe(true);
    await rm(folder, { recursive: true });
    const again = await store.openStored(KEY);
    expect(again?.etag).toBe(clip.etag);
    const rest = await again?.read({ start: 144, end: 2043 });
    expect(Buffer.from(rest ?? []).equals(pcmOf(2000).subarray(100))).toBe(true);
  });

  it("is gone once it was taken away, and new once it was made anew", async () => {
    const { keep, store } = await setUp();
    await (await keep(KEY, 2000)).read(HEARD);
    await store.remove([KEY]);
    expect(await store.openStored(KEY)).toBeNull();
    const other = await keep(KEY, 2000, 5);
    expect(Buffer.from(await other.read(HEARD)).equals(pcmOf(2000, 5).subarray(0, 100))).toBe(true);
  });

  it("does not come back by a read that was under way while it was taken away", async () => {
    const { keep, store, createStore, files } = await setUp();
    await keep(KEY, 2000);
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow: FileStore = Object.assign(Object.create(files) as FileStore, {
      readBytes: async (...asked: Parameters<FileStore["readBytes"]>) => {
        const bytes = await files.readBytes(...asked);
        await held;
        return bytes;
      },
    });
    const second = createStore({ storage: slow });
    const reading = (await second.openStored(KEY))?.read(HEARD);
    // Its file is read by now or will not be there; either way it must not be kept.
    await second.remove([KEY]);
    go();
    await reading?.catch((error: StorageError) => expect(error.kind).toBe("missing"));
    expect(await second.openStored(KEY)).toBeNull();
    expect(await store.openStored(KEY)).toBeNull();
  });

  it("is looked at again by a sweep", async () => {
    const { keep, store, folder } = await setUp();
    await (await keep(KEY, 2000)).read(HEARD);
    await rm(folder, { recursive: true });
    await store.sweep();
    expect(await store.openStored(KEY)).toBeNull();
  });
});

it("a long one, and those played longest ago, are read from the disk", async () => {
  const { keep, store, folder } = await setUp();
  const keyOf = (at: number) => `key-${String(at).padStart(8, "0")}`;
  await (await keep(KEY, 300 * 1024)).read(HEARD);
  for (let at = 0; at < 70; at++) await (await keep(keyOf(at), 250 * 1024, at)).read(HEARD);
  await rm(folder, { recursive: true });
  expect(await store.openStored(KEY)).toBeNull();
  expect(await store.openStored(keyOf(0))).toBeNull();
  expect(await store.openStored(keyOf(69))).not.toBeNull();
});
