import { performance } from "node:perf_hooks";
import { BufferSource, EncodedPacketSink, Input, OGG } from "mediabunny";
import OpusScript from "opusscript";
import { afterAll, describe, expect, test } from "vitest";
import { Encoder } from "@/lib/speech/encode/encoder";
import { type EncodedFormat, encodedRate } from "@/lib/speech/encode/formats";
import { readSoundFacts } from "@/lib/speech/encode/sound-facts";

const encoder = new Encoder();
afterAll(() => encoder.close());

const TONE_HZ = 440;

/** A tone, in chunks as an engine sends them. */
async function* tone(sampleRate: number, seconds: number): AsyncGenerator<Uint8Array> {
  const all = Int16Array.from({ length: sampleRate * seconds }, (_, at) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * TONE_HZ * at) / sampleRate)),
  );
  const chunk = Math.floor(sampleRate / 7);
  for (let at = 0; at < all.length; at += chunk) yield new Uint8Array(all.slice(at, at + chunk).buffer);
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

function rms(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
}

/** Rising zero crossings per second. */
function frequency(samples: Int16Array, sampleRate: number): number {
  const rising = samples.filter((sample, at) => sample >= 0 && (samples[at - 1] ?? 0) < 0).length;
  return (rising * sampleRate) / samples.length;
}

const RATES = [22_050, 24_000, 32_000, 44_100, 48_000];
const FILES: EncodedFormat[] = ["mp3", "aac", "opus", "flac"];

describe.each(FILES)("%s", (format) => {
  test.each(RATES)("of sound at %i Hz is a file of that length at the rate it says", async (rate) => {
    const file = await collect(encoder.encode(format, tone(rate, 2), rate));
    const facts = await readSoundFacts(file);
    expect(facts?.sampleRate).toBe(encodedRate(format, rate));
    // A FLAC that was streamed does not tell where its last frame ends.
    expect(facts?.durationMs).toBeGreaterThanOrEqual(format === "flac" ? 1800 : 1999.9);
    expect(facts?.durationMs).toBeLessThan(2120);
    expect(file.byteLength).toBeGreaterThan(8000);
  });

  test("nothing comes of no sound", async () => {
    expect(await collect(encoder.encode(format, tone(24_000, 0), 24_000))).toHaveLength(0);
  });

  test("what its source fails with is what its reader gets, and the next one works", async () => {
    async function* broken() {
      yield* tone(24_000, 1);
      throw new Error("the engine broke off");
    }
    await expect(collect(encoder.encode(format, broken(), 24_000))).rejects.toThrow("the engine broke off");
    expect((await collect(encoder.encode(format, tone(24_000, 1), 24_000))).byteLength).toBeGreaterThan(4000);
  });
});

test("opus: the tone that went in comes out, its length kept to the sample", async () => {
  const file = await collect(encoder.encode("opus", tone(32_000, 2), 32_000));
  expect((await readSoundFacts(file))?.durationMs).toBeCloseTo(2000, 1);
  const input = new Input({ source: new BufferSource(file), formats: [OGG] });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error("no track");
  const opus = new OpusScript(48_000, 1);
  const decoded: number[] = [];
  for await (const { data } of new EncodedPacketSink(track).packets()) {
    const pcm = opus.decode(Buffer.from(data));
    decoded.push(...new Int16Array(pcm.buffer, pcm.byteOffset, pcm.byteLength / 2));
  }
  opus.delete();
  const middle = Int16Array.from(decoded.slice(10_000, 80_000));
  expect(frequency(middle, 48_000)).toBeCloseTo(TONE_HZ, -1);
  expect(rms(middle)).toBeGreaterThan(6500);
  expect(rms(middle)).toBeLessThan(7600);
});

test.each([22_050, 24_000, 32_000])("pcm of sound at %i Hz is the same sound at 24 kHz", async (rate) => {
  const pcm = await collect(encoder.encode("pcm", tone(rate, 2), rate));
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.byteLength / 2);
  expect(samples.length).toBe(48_000);
  const middle = samples.slice(1000, -1000);
  const errors = middle.map((sample, at) => {
    return sample - Math.round(10_000 * Math.sin((2 * Math.PI * TONE_HZ * (at + 1000)) / 24_000));
  });
  expect(rms(errors)).toBeLessThan(20);
});

test("a stream is heard before its source ends, and one that is left lets its source go", async () => {
  let isLeft = false;
  async function* endless() {
    try {
      for (;;) {
        yield* tone(24_000, 1);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    } finally {
      isLeft = true;
    }
  }
  for await (const bytes of encoder.encode("mp3", endless(), 24_000)) {
    expect(bytes.byteLength).toBeGreaterThan(0);
    break;
  }
  await expect.poll(() => isLeft).toBe(true);
});

test("more streams than the encoder has room for wait for their turn; none is lost", async () => {
  const files = await Promise.all(
    Array.from({ length: 30 }, () => collect(encoder.encode("opus", tone(24_000, 0.5), 24_000))),
  );
  expect(new Set(files.map((file) => file.byteLength)).size).toBe(1);
});

test("the server's own thread stays free while sound is encoded", async () => {
  const before = performance.eventLoopUtilization();
  await Promise.all(FILES.map((format) => collect(encoder.encode(format, tone(24_000, 6), 24_000))));
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.6);
});

test("a thread that died is replaced", async () => {
  const mortal = new Encoder();
  const lost = collect(mortal.encode("opus", tone(24_000, 20), 24_000));
  setTimeout(() => mortal.close(), 50);
  await expect(lost).rejects.toThrow("closed");
  expect((await collect(mortal.encode("opus", tone(24_000, 1), 24_000))).byteLength).toBeGreaterThan(1000);
  mortal.close();
});
