import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import { type ZipEntry, zipStream } from "@/lib/services/zip-stream";

const PIECE = 256 * 1024;
const modifiedAt = new Date("2026-01-02T03:04:06");
let pulled = 0;
let isLetGo = false;

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  try {
    for (let at = 0; at < count; at += 1) {
      pulled += 1;
      yield new Uint8Array(PIECE).fill(at);
    }
  } finally {
    isLetGo = true;
  }
}
async function* entries(): AsyncGenerator<ZipEntry> {
  yield { path: "공연/막.json", modifiedAt, content: '{"말":"안녕"}' };
  yield { path: "audio/a.wav", modifiedAt, content: pieces(8) };
  yield { path: "none.txt", modifiedAt, content: "" };
}

async function allOf(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of source) all.push(piece);
  return all;
}

it("is a zip of what it was given", async () => {
  const bytes = Buffer.concat(await allOf(zipStream(entries())));
  const files = unzipSync(bytes);
  expect(Object.keys(files)).toEqual(["공연/막.json", "audio/a.wav", "none.txt"]);
  expect(strFromU8(files["공연/막.json"] ?? new Uint8Array())).toBe('{"말":"안녕"}');
  expect(Buffer.compare(files["audio/a.wav"] ?? Buffer.alloc(0), Buffer.concat(await allOf(pieces(8))))).toBe(
    0,
  );
});

it("takes no more than it hands on, and lets go when nobody reads on", async () => {
  pulled = 0;
  isLetGo = false;
  const zip = zipStream(entries());
  let taken = 0;
  for await (const piece of zip) {
    taken += piece.byteLength;
    expect(pulled * PIECE - taken).toBeLessThan(2 * PIECE);
    if (taken > 3 * PIECE) break;
  }
  expect(pulled).toBeLessThan(6);
  expect(isLetGo).toBe(true);
});

it("what fails inside fails outside", async () => {
  async function* broken(): AsyncGenerator<ZipEntry> {
    yield { path: "a", modifiedAt, content: "a" };
    throw new Error("gone");
  }
  await expect(allOf(zipStream(broken()))).rejects.toThrow("gone");
});
