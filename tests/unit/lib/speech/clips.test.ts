import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clip, type ClipStore, streamWav } from "@/lib/speech/clips";
import { readWavHeader } from "@/lib/speech/wav";
import {
  collect,
  createFixture,
  createProducer,
  KEY,
  pcmOf,
  producing,
  SAMPLE_RATE,
  turn,
} from "./clips-fixture";

type Fixture = Awaited<ReturnType<typeof createFixture>>;
let fixture: Fixture;
let store: ClipStore;

beforeEach(async () => {
  fixture = await createFixture();
  store = fixture.store;
});

afterEach(async () => {
  await store.close();
  await fixture.remove();
});

describe("one production", () => {
  it("serves two hundred who ask at once, and then from the store", async () => {
    const producer = createProducer();
    const clips = Array.from({ length: 200 }, () => store.open(KEY, producer.produce));
    const readings = clips.map((clip) => collect(clip.read()));
    await producer.called;
    producer.start();
    producer.write(pcmOf(4000));
    expect(await Promise.all(clips.map(({ started }) => started))).toEqual(
      clips.map(() => ({ sampleRate: SAMPLE_RATE })),
    );
    producer.write(pcmOf(2000, 2));
    producer.end();
    const whole = Buffer.concat([pcmOf(4000), pcmOf(2000, 2)]);
    for (const read of await Promise.all(readings)) expect(read.equals(whole)).toBe(true);
    const finished = await Promise.all(clips.map((clip) => clip.finished));
    expect(finished[0]).toMatchObject({
      kept: true,
      bytes: 6044,
      durationMs: 93.75,
      sampleRate: SAMPLE_RATE,
    });
    expect(producer.state.runs).toBe(1);

    const again = store.open(KEY, producer.produce);
    expect((await collect(again.read())).equals(whole)).toBe(true);
    expect(await again.finished).toMatchObject({ kept: true, bytes: 6044 });
    expect(producer.state.runs).toBe(1);
    expect(store.live(KEY)).toBeNull();
  });

  it("gives identical bytes to readers who join at every stage", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    const readings = [collect(clip.read())];
    await producer.called;
    readings.push(collect(clip.read()));
    producer.start();
    const pieces: Uint8Array[] = [];
    for (let index = 0; index < 50; index += 1) {
      const pcm = pcmOf(2 + 2 * (index % 9), index);
      pieces.push(pcm);
      producer.write(pcm);
      readings.push(collect(clip.read()));
      if (index % 7 === 0) await turn();
    }
    producer.end();
    await turn();
    readings.push(collect(clip.read()));
    await clip.finished;
    readings.push(collect(clip.read()), collect(store.open(KEY, producer.produce).read()));
    const whole = Buffer.concat(pieces);
    for (const read of await Promise.all(readings)) expect(read.equals(whole)).toBe(true);
  });

  it("copies what it is given: an engine may use its buffer again", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    await producer.called;
    producer.start();
    const buffer = Buffer.from(pcmOf(100));
    producer.write(buffer);
    buffer.fill(0);
    producer.end();
    expect((await collect(clip.read())).equals(pcmOf(100))).toBe(true);
    await clip.finished;
  });

  it("reads what was stored by a server before", async () => {
    await store.open(KEY, producing(pcmOf(500))).finished;
    const producer = createProducer();
    const later = fixture.createStore().open(KEY, producer.produce);
    expect(await later.started).toEqual({ sampleRate: SAMPLE_RATE });
    expect((await collect(later.read())).equals(pcmOf(500))).toBe(true);
    expect(producer.state.runs).toBe(0);
  });

  it("is not disturbed by a slow reader, nor by one who leaves", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    const slow = clip.read()[Symbol.asyncIterator]();
    const leaving = new AbortController();
    const left = collect(clip.read(leaving.signal));
    await producer.called;
    producer.start();
    producer.write(pcmOf(10));
    leaving.abort(new Error("left"));
    await expect(left).rejects.toThrow("left");
    expect((await slow.next()).value).toEqual(pcmOf(10));
    for (let index = 0; index < 100; index += 1) producer.write(pcmOf(1000, index));
    producer.end();
    expect(await clip.finished).toMatchObject({ kept: true, bytes: 100_054 });
    expect((await slow.next()).value).toEqual(pcmOf(1000, 0));
  });

  it("refuses keys that are no file name everywhere", () => {
    for (const key of ["", "short", "../../../../etc/passwd", "UPPERCASE", "a/b/c/d/e/f", "x".repeat(129)]) {
      expect(() => store.open(key, producing(pcmOf(2)))).toThrow(TypeError);
    }
  });
});

describe("interest", () => {
  it("aborts the production when the last wish is taken back, and lets the next one start anew", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    const releases = [clip.hold(), clip.hold()];
    const passive = collect(clip.read());
    await producer.called;
    producer.start();
    producer.write(pcmOf(10));
    releases[0]?.();
    releases[0]?.();
    expect(producer.state.signal?.aborted).toBe(false);
    releases[1]?.();
    expect(producer.state.signal?.aborted).toBe(true);
    await expect(clip.finished).rejects.toMatchObject({ kind: "aborted" });
    await expect(passive).rejects.toMatchObject({ kind: "aborted" });
    expect(store.live(KEY)).toBeNull();

    const second = store.open(KEY, producing(pcmOf(20)));
    producer.write(pcmOf(10));
    producer.end();
    expect(await second.finished).toMatchObject({ kept: true, bytes: 64 });
    await store.settled();
    expect(await fixture.listFiles()).toEqual([`ab/${KEY}.wav`]);
  });

  it("can be lost before the production has begun: then it never begins", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    clip.hold()();
    await expect(clip.started).rejects.toMatchObject({ kind: "aborted" });
    await store.settled();
    await turn();
    expect(producer.state.runs).toBe(0);
  });

  it("does not matter once the sound is whole", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    const release = clip.hold();
    await producer.called;
    producer.start();
    producer.write(pcmOf(10));
    producer.end();
    await collect(clip.read());
    release();
    expect(await clip.finished).toMatchObject({ kept: true });
  });
});

describe("failure", () => {
  const seen = async (clip: Clip) => {
    const pieces: Uint8Array[] = [];
    try {
      for await (const pcm of clip.read()) pieces.push(pcm);
    } catch (error) {
      return { pcm: Buffer.concat(pieces), error };
    }
    throw new Error("it did not fail");
  };

  it("before the first sound rejects everything, and the next one tries again", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    const wav = streamWav(clip);
    const reading = seen(clip);
    await producer.called;
    producer.start();
    producer.fail(new Error("engine fell over"));
    await expect(clip.started).rejects.toThrow("engine fell over");
    await expect(clip.finished).rejects.toThrow("engine fell over");
    await expect(wav).rejects.toThrow("engine fell over");
    expect((await reading).pcm).toHaveLength(0);
    expect(await store.open(KEY, producing(pcmOf(20))).finished).toMatchObject({ kept: true });
  });

  it("after the first sound errors the stream after what there was, and keeps nothing", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    await producer.called;
    producer.start();
    producer.write(pcmOf(100));
    const wav = await streamWav(clip);
    producer.fail(new Error("broke off"));
    await expect(collect(wav)).rejects.toThrow("broke off");
    const { pcm, error } = await seen(clip);
    expect(pcm.equals(pcmOf(100))).toBe(true);
    expect(error).toMatchObject({ message: "broke off" });
    await expect(clip.finished).rejects.toThrow("broke off");
    await store.settled();
    expect(await fixture.listFiles()).toEqual([]);
    expect(fixture.index.rows.size).toBe(0);
    expect(await store.openStored(KEY)).toBeNull();
  });

  it("is also an engine that ends without a sound, sends half a sample, or names no rate", async () => {
    for (const produce of [
      async () => undefined,
      async (sink: { start: (rate: number) => void }) => sink.start(SAMPLE_RATE),
      producing(new Uint8Array(0)),
      producing(pcmOf(3)),
      async (sink: { start: (rate: number) => void }) => sink.start(0),
    ]) {
      await expect(store.open(KEY, produce).finished).rejects.toMatchObject({ kind: "malformed" });
    }
    expect(store.live(KEY)).toBeNull();
  });

  it("causes no unhandled rejection where nobody listens", async () => {
    store.open(KEY, () => Promise.reject(new Error("unheard")));
    for (let round = 0; round < 10; round += 1) await turn();
    expect(store.live(KEY)).toBeNull();
  });
});

describe("stored clips", () => {
  it("have a true header, any range, and a tag that says nothing of the key", async () => {
    await store.open(KEY, producing(pcmOf(300_000))).finished;
    const stored = await store.openStored(KEY);
    if (!stored) throw new Error("not stored");
    const whole = await collect(await stored.stream());
    expect(whole).toHaveLength(stored.bytes);
    expect(readWavHeader(whole)).toMatchObject({ sampleRate: SAMPLE_RATE, dataBytes: 300_000 });
    expect(whole.subarray(44).equals(pcmOf(300_000))).toBe(true);
    expect((await collect(stored.pcm())).equals(pcmOf(300_000))).toBe(true);
    const part = await collect(await stored.stream({ start: 40, end: 200_001 }));
    expect(part.equals(whole.subarray(40, 200_002))).toBe(true);
    expect(stored.etag).toMatch(/^"[A-Za-z0-9_-]{22}"$/);
    expect(stored.etag).not.toContain("abab");
    expect(stored.durationMs).toBeCloseTo(4687.5);
  });

  it("stream as WAV while they are made: unknown sizes, every byte from the start", async () => {
    const producer = createProducer();
    const clip = store.open(KEY, producer.produce);
    const opening = streamWav(clip);
    await producer.called;
    producer.start();
    producer.write(pcmOf(100));
    const bytes = collect(await opening);
    producer.write(pcmOf(60, 2));
    producer.end();
    const wav = await bytes;
    expect(readWavHeader(wav)).toMatchObject({ dataBytes: "streaming", sampleRate: SAMPLE_RATE });
    expect(wav.subarray(44).equals(Buffer.concat([pcmOf(100), pcmOf(60, 2)]))).toBe(true);
    await clip.finished;
    expect(readWavHeader(await collect(await streamWav(clip)))?.dataBytes).toBe(160);
  });

  it("that lost their file, or a part of it, are made again", async () => {
    await store.open(KEY, producing(pcmOf(300))).finished;
    await fixture.files.write(`ab/${KEY}.wav`, pcmOf(50));
    expect(await store.openStored(KEY)).toBeNull();
    expect(await store.open(KEY, producing(pcmOf(400))).finished).toMatchObject({ kept: true, bytes: 444 });
    await fixture.files.remove(`ab/${KEY}.wav`);
    expect(await store.openStored(KEY)).toBeNull();
    expect(await store.open(KEY, producing(pcmOf(500))).finished).toMatchObject({ kept: true, bytes: 544 });
    expect(await fixture.listFiles()).toEqual([`ab/${KEY}.wav`]);
  });
});
