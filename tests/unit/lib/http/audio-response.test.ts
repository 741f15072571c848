import { describe, expect, test } from "vitest";
import { audioResponse } from "@/lib/http/audio-response";
import type { Clip, StoredClip } from "@/lib/speech/clips";
import { EncodedSounds } from "@/lib/speech/encode/encoded-sounds";
import { Encoder } from "@/lib/speech/encode/encoder";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** A stored clip that counts the files it holds open. */
function clipOnDisk() {
  const open = { count: 0 };
  const clip: StoredClip = {
    kept: true,
    key: "0123456789",
    sampleRate: 32_000,
    durationMs: 1,
    // More than is read into memory at once.
    bytes: 300_000,
    createdAt: 0,
    etag: '"tag"',
    async stream() {
      open.count += 1;
      let left = 3;
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            left -= 1;
            if (left > 0) return controller.enqueue(new Uint8Array(36));
            open.count -= 1;
            controller.close();
          },
          cancel() {
            open.count -= 1;
          },
        },
        { highWaterMark: 0 },
      );
    },
    read: async ({ start, end }) => new Uint8Array(end - start + 1).fill(7),
    async *pcm() {},
  };
  return { clip, open };
}

const options = { format: "wav", sounds: new EncodedSounds(new Encoder()) } as const;

const ask = (clip: StoredClip, init: RequestInit = {}) =>
  audioResponse({ kind: "stored", clip }, new Request("http://forge/api/audio/x", init), options);

describe("a stored clip's file", () => {
  test("is closed when it was read to its end", async () => {
    const { clip, open } = clipOnDisk();
    const response = await ask(clip);
    expect(open.count).toBe(1);
    expect((await response.arrayBuffer()).byteLength).toBe(72);
    expect(open.count).toBe(0);
  });

  test("is not held open for a piece that fits into memory", async () => {
    const { clip, open } = clipOnDisk();
    const response = await ask(clip, { headers: { range: "bytes=10-19" } });
    expect([response.status, response.headers.get("content-range")]).toEqual([206, "bytes 10-19/300000"]);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual(Array(10).fill(7));
    expect(open.count).toBe(0);
  });

  test.each([
    ["HEAD", { method: "HEAD" }, 200],
    ["HEAD of a range", { method: "HEAD", headers: { range: "bytes=0-9" } }, 206],
    ["one the caller has already", { headers: { "if-none-match": '"tag"' } }, 304],
    ["a range behind its end", { headers: { range: "bytes=500000-" } }, 416],
  ])("is not left open by %s", async (_name, init, status) => {
    const { clip, open } = clipOnDisk();
    const response = await ask(clip, init);
    expect([response.status, response.body, open.count]).toEqual([status, null, 0]);
  });

  test("is closed when the caller has gone before the answer, or before it is read", async () => {
    const { clip, open } = clipOnDisk();
    await ask(clip, { signal: AbortSignal.abort() });
    expect(open.count).toBe(0);
    const caller = new AbortController();
    await ask(clip, { signal: caller.signal });
    expect(open.count).toBe(1);
    caller.abort();
    await expect.poll(() => open.count).toBe(0);
  });

  test("is its reader's to leave once it is read", async () => {
    const { clip, open } = clipOnDisk();
    const caller = new AbortController();
    const reader = (await ask(clip, { signal: caller.signal })).body?.getReader();
    await reader?.read();
    caller.abort();
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    expect(open.count).toBe(0);
  });
});

test("a voice engine that is away is told as one that will be back, not as a missing feature", async () => {
  const failure = new UpstreamError("unreachable", "no engine of this kind answers");
  const failed = () => {
    const promise = Promise.reject(failure);
    promise.catch(() => {});
    return promise;
  };
  const clip: Clip = {
    key: "0123456789",
    started: failed(),
    finished: failed(),
    facts: null,
    hold: () => () => {},
    async *read() {},
  };
  const asked = audioResponse(
    { kind: "live", clip, isAskedFor: true },
    new Request("http://forge/api/audio/x"),
    options,
  );
  await expect(asked).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE", key: "voice_engine_offline" });
});
