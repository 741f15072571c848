import { describe, expect, it } from "vitest";
import { readWavStream } from "@/lib/speech/engines/wav-stream";
import { inPieces, tone, wavHead } from "./wav-bytes";

async function read(chunks: AsyncIterable<Uint8Array>) {
  const { sampleRate, pcm } = await readWavStream(chunks);
  const pieces: Buffer[] = [];
  for await (const chunk of pcm) {
    expect(chunk.byteLength % 2).toBe(0);
    pieces.push(Buffer.from(chunk));
  }
  return { sampleRate, pcm: Buffer.concat(pieces) };
}

describe("readWavStream", () => {
  const pcm = tone(300);
  const file = Buffer.concat([wavHead(), pcm]);

  it.each(Array.from({ length: 48 }, (_, border) => border))("header split at byte %i", async (border) => {
    expect(await read(inPieces(file, border))).toEqual({ sampleRate: 32_000, pcm });
  });

  it("byte by byte, and with odd borders all over the sound", async () => {
    const everyByte = Array.from({ length: file.byteLength }, (_, index) => index);
    expect((await read(inPieces(file, ...everyByte))).pcm).toEqual(pcm);
    expect((await read(inPieces(file, 45, 47, 50, 99, 101, 250))).pcm).toEqual(pcm);
  });

  it.each([0, 7, 1_000_000, 0xffffffff])("a data size of %i is not believed", async (dataSize) => {
    expect((await read(inPieces(Buffer.concat([wavHead({ dataSize }), pcm])))).pcm).toEqual(pcm);
  });

  it("chunks before the sound are skipped, odd ones with their padding", async () => {
    const extra = Buffer.from("LIST\x05\x00\x00\x00INFO!\x00fact\x04\x00\x00\x00\x00\x00\x00\x00", "latin1");
    const odd = Buffer.concat([wavHead({ extra, sampleRate: 24_000 }), pcm]);
    expect(await read(inPieces(odd, 39, 41, 60))).toEqual({ sampleRate: 24_000, pcm });
  });

  it("an odd last byte is dropped", async () => {
    expect((await read(inPieces(Buffer.concat([file, Buffer.from([7])])))).pcm).toEqual(pcm);
  });

  const stereo = wavHead();
  stereo.writeUInt16LE(2, 22);
  const float = wavHead();
  float.writeUInt16LE(3, 20);
  it.each([
    ["nothing", Buffer.alloc(0)],
    ["half a header", wavHead().subarray(0, 30)],
    ["a page", Buffer.from("<!doctype html><title>hello</title>")],
    ["JSON", Buffer.from('{"message":"tts failed"}')],
    ["two channels", Buffer.concat([stereo, pcm])],
    ["floats", Buffer.concat([float, pcm])],
    ["no rate", Buffer.concat([wavHead({ sampleRate: 0 }), pcm])],
    ["a header without end", Buffer.concat([wavHead().subarray(0, 36), Buffer.alloc(200_000, 1)])],
  ])("%s is malformed", async (_, bytes) => {
    await expect(read(inPieces(bytes, 3, 70_000, 140_000))).rejects.toMatchObject({ kind: "malformed" });
  });

  it("a page is recognised by its first byte", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(Buffer.from("<"));
      throw new Error("read on");
    }
    await expect(read(endless())).rejects.toMatchObject({ kind: "malformed" });
  });
});
