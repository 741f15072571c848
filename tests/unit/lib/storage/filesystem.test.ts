import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFilesystem, ensureWritable, type FileStore, freeBytes, StorageError } from "@/lib/storage";

let root: string;
let files: FileStore;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "forge-storage-"));
  files = createFilesystem(path.join(root, "store"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe("files", () => {
  it("writes whole files and leaves nothing beside them", async () => {
    await files.write("a/b/c.bin", bytesOf(10));
    await files.write("a/b/c.bin", bytesOf(20));
    expect(await files.size("a/b/c.bin")).toBe(20);
    expect(Buffer.from(await files.readBytes("a/b/c.bin")).equals(bytesOf(20))).toBe(true);
    expect(await readdir(path.join(root, "store/a/b"))).toEqual(["c.bin"]);
  });

  it("grows a file, writes over its start, and moves it in one step", async () => {
    const file = await files.create("tmp/x");
    await file.append(bytesOf(4));
    await file.append(bytesOf(100_000));
    await file.overwrite(Uint8Array.of(9, 9), 0);
    await file.finish();
    await files.move("tmp/x", "final/y");
    expect(await files.size("tmp/x")).toBeNull();
    const content = await readFile(path.join(root, "store/final/y"));
    expect(content.length).toBe(100_004);
    expect([...content.subarray(0, 8)]).toEqual([9, 9, 2, 3, 0, 1, 2, 3]);
  });

  it("discards a growing file, also twice, and after it was finished", async () => {
    const file = await files.create("tmp/x");
    await file.append(bytesOf(4));
    await file.finish();
    await file.discard();
    await file.discard();
    expect(await files.size("tmp/x")).toBeNull();
  });

  it("does not create over a file that is there", async () => {
    await files.write("x", bytesOf(1));
    await expect(files.create("x")).rejects.toBeInstanceOf(StorageError);
    expect(await files.size("x")).toBe(1);
  });

  it.each([
    [undefined, 0, 200_000],
    [{ start: 0, end: 0 }, 0, 1],
    [{ start: 65_530, end: 131_080 }, 65_530, 131_081],
    [{ start: 199_999, end: 500_000 }, 199_999, 200_000],
    [{ start: 300_000, end: 300_001 }, 200_000, 200_000],
  ])("reads the range %o", async (range, from, to) => {
    const content = bytesOf(200_000);
    await files.write("x", content);
    expect((await collect(await files.readStream("x", range))).equals(content.subarray(from, to))).toBe(true);
  });

  it("reads to the end a file that is removed meanwhile", async () => {
    await files.write("x", bytesOf(200_000));
    const stream = await files.readStream("x");
    await files.remove("x");
    expect((await collect(stream)).equals(bytesOf(200_000))).toBe(true);
  });

  it("can be left in the middle of reading, at any moment", async () => {
    await files.write("x", bytesOf(200_000));
    await (await files.readStream("x")).cancel();
    const reader = (await files.readStream("x")).getReader();
    await reader.read();
    const pending = reader.read();
    await reader.cancel();
    await pending;
    for await (const piece of await files.readStream("x")) {
      expect(piece.byteLength).toBeGreaterThan(0);
      break;
    }
  });

  it("says missing for what is not there, and removes it without a word", async () => {
    await expect(files.readStream("no")).rejects.toMatchObject({ name: "StorageError", kind: "missing" });
    await expect(files.move("no", "there")).rejects.toMatchObject({ kind: "missing" });
    expect(await files.size("no")).toBeNull();
    await files.remove("no");
  });

  it("lists every file below a folder, and no folder", async () => {
    for (const name of ["a/1", "a/b/2", "3"]) await files.write(name, bytesOf(3));
    const list = async (folder: string) => {
      const found: string[] = [];
      for await (const { path: name, bytes } of files.list(folder)) found.push(`${name}:${bytes}`);
      return found.sort();
    };
    expect(await list("")).toEqual(["3:3", "a/1:3", "a/b/2:3"]);
    expect(await list("a")).toEqual(["a/1:3", "a/b/2:3"]);
    expect(await list("none")).toEqual([]);
  });

  it.each(["../x", "a/../../x", "/etc/passwd", "a//b", "", ".", "a/.", "a\\..\\b", "a\0b"])(
    "refuses the path %j",
    async (name) => {
      for (const attempt of [
        () => files.write(name, bytesOf(1)),
        () => files.create(name),
        () => files.move(name, "x"),
        () => files.move("x", name),
        () => files.size(name),
        () => files.readStream(name),
        () => files.remove(name),
      ]) {
        await expect(attempt()).rejects.toBeInstanceOf(TypeError);
      }
    },
  );

  it("names the operation and the code in its errors, never a path", async () => {
    const failure: unknown = await files.readStream("secret").catch((error: unknown) => error);
    expect(String(failure)).toContain("ENOENT");
    expect(String(failure)).not.toContain("secret");
  });
});

describe("disk", () => {
  it("tells the free space", async () => {
    expect(await freeBytes(root)).toBeGreaterThan(0);
    await expect(freeBytes(path.join(root, "none"))).rejects.toMatchObject({ kind: "missing" });
  });

  it("makes the folder, tries it, and leaves nothing", async () => {
    const folder = path.join(root, "new/folder");
    await ensureWritable(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it("says that a file stands where a folder is needed", async () => {
    await writeFile(path.join(root, "file"), "x");
    await expect(ensureWritable(path.join(root, "file"))).rejects.toMatchObject({ kind: "not_a_folder" });
    await expect(ensureWritable(path.join(root, "file/below"))).rejects.toMatchObject({
      kind: "not_a_folder",
    });
  });
});
