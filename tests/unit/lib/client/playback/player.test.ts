import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SpeechPlayer } from "@/lib/client/playback/player";
import { soon } from "../soon";
import { sineWav } from "../wav-fixture";
import { FakeOutput } from "./fake-output";

const HALF_SECOND = sineWav({ sampleRate: 32_000, seconds: 0.5, frequency: 440, sizes: "streaming" });

let server: Server;
let origin: string;
/** Requests that wait for their answer, by path. */
let asked: Map<string, ServerResponse>;
let aborted: string[];

beforeEach(async () => {
  asked = new Map();
  aborted = [];
  server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.set(path, response);
    response.on("close", () => {
      if (!response.writableEnded) aborted.push(path);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function setUp(segments: number) {
  const output = new FakeOutput();
  const player = new SpeechPlayer({ createOutput: () => output });
  const events: string[] = [];
  player.listen({
    segmentStarted: (line, index) => events.push(`start ${line}${index}`),
    segmentEnded: (line, index, durationMs) => events.push(`end ${line}${index} ${durationMs}`),
    segmentFailed: (line, index, error) => events.push(`failed ${line}${index} ${error.code}`),
    dropped: (items) => events.push(`dropped ${items.map((item) => item.lineKey + item.segmentIndex)}`),
  });
  for (let index = 0; index < segments; index++) {
    player.enqueue({ lineKey: "a", segmentIndex: index, url: `${origin}/${index}` });
  }
  return { output, player, events };
}

const requested = (path: string) => soon(() => asked.get(path) ?? Promise.reject(new Error(path)));

describe("SpeechPlayer", () => {
  it("plays in sentence order when the second is there first", async () => {
    const { output, player, events } = setUp(2);
    (await requested("/1")).end(HALF_SECOND);
    (await requested("/0")).write(HALF_SECOND.subarray(0, 8044));
    await soon(() => expect(output.stream.written).toBeGreaterThan(3000));
    expect(output.stream.written).toBeLessThan(4001);
    expect(player.getSnapshot()).toEqual({ audible: false, blocked: false, current: null });
    output.stream.heard = 1600;
    await soon(() => expect(player.getSnapshot().current).toEqual({ lineKey: "a", segmentIndex: 0 }));
    expect(player.getSnapshot().audible).toBe(true);
    expect(player.position()).toMatchObject({ segmentIndex: 0, positionMs: 50, durationMs: null });
    (await requested("/0")).end(HALF_SECOND.subarray(8044));
    await soon(() => expect(output.stream.settled).toBe(32_000));
    expect(player.remainingMs()).toBe(950);
    output.stream.heard = 17_600;
    await soon(() => expect(events).toEqual(["start a0", "end a0 500", "start a1"]));
    expect(player.position()).toEqual({ lineKey: "a", segmentIndex: 1, positionMs: 50, durationMs: 500 });
    output.stream.heard = 32_000;
    await soon(() => expect(events.at(-1)).toBe("end a1 500"));
    expect(player.getSnapshot()).toEqual({ audible: false, blocked: false, current: null });
    expect(player.remainingMs()).toBe(0);
    expect(output.streams).toHaveLength(1);
  });

  it("settles both of two sounds that came whole while the output was opened", async () => {
    const output = new FakeOutput();
    let open = () => {};
    Object.assign(output, { ready: new Promise<void>((resolve) => (open = resolve)) });
    const answers = new Map([0, 1].map((index) => [`/${index}`, new Response(new Uint8Array(HALF_SECOND))]));
    const player = new SpeechPlayer({
      createOutput: () => output,
      fetch: async (url) => answers.get(String(url)) ?? Promise.reject(new Error(String(url))),
    });
    for (const segmentIndex of [0, 1]) {
      player.enqueue({ lineKey: "a", segmentIndex, url: `/${segmentIndex}` });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    open();
    await soon(() => expect(output.stream.written).toBe(32_000));
    await soon(() => expect(output.stream.settled).toBe(32_000));
  });

  it("fetches three at a time, in order", async () => {
    const { player } = setUp(5);
    await Promise.all(["/0", "/1", "/2"].map(requested));
    expect(asked.has("/3")).toBe(false);
    (await requested("/1")).end(HALF_SECOND);
    await requested("/3");
    expect(asked.has("/4")).toBe(false);
    await player.stop();
  });

  it("goes on after a refusal, a broken connection and an answer without sound", async () => {
    const { output, events } = setUp(4);
    const refusal = { success: false, error: { code: "ENGINE_TIMEOUT", message: "too slow" } };
    (await requested("/0"))
      .writeHead(504, { "Content-Type": "application/json" })
      .end(JSON.stringify(refusal));
    const broken = await requested("/1");
    broken.write(HALF_SECOND.subarray(0, 12_044), () => broken.destroy());
    (await requested("/2")).end(HALF_SECOND.subarray(0, 44));
    (await requested("/3")).end(HALF_SECOND);
    await soon(() => expect(output.stream.written).toBe(6000 + 16_000));
    output.stream.isInstant = true;
    await soon(() => expect(events.at(-1)).toBe("end a3 500"));
    expect(events.slice(-4)).toEqual(["start a1", "failed a1 ENGINE_ERROR", "start a3", "end a3 500"]);
    expect(events.slice(0, -4).sort()).toEqual(["failed a0 ENGINE_TIMEOUT", "failed a2 ENGINE_ERROR"]);
  });

  it("stops: silence asked for at once, fetches aborted, what was heard told, the next line on its own stream", async () => {
    const { output, player, events } = setUp(3);
    (await requested("/0")).end(HALF_SECOND);
    await Promise.all(["/1", "/2"].map(requested));
    await soon(() => expect(output.stream.settled).toBe(16_000));
    output.stream.heard = 9600;
    await soon(() => expect(events).toEqual(["start a0"]));
    const heard = await player.stop();
    expect(heard).toEqual({ lineKey: "a", segmentIndex: 0, positionMs: 300, durationMs: 500 });
    expect(output.stream.faded).toBe(90);
    expect(events.at(-1)).toBe("dropped a0,a1,a2");
    await soon(() => expect(aborted.sort()).toEqual(["/1", "/2"]));
    expect(player.getSnapshot()).toEqual({ audible: false, blocked: false, current: null });
    expect(await player.stop()).toBeNull();
    player.playLine("b", [{ segmentIndex: 0, url: `${origin}/b` }]);
    (await requested("/b")).end(HALF_SECOND);
    await soon(() => expect(output.streams).toHaveLength(2));
    await player.stop();
  });

  it("keeps the queue while the browser blocks sound and says so", async () => {
    const { output, player, events } = setUp(1);
    output.blocked = true;
    (await requested("/0")).end(HALF_SECOND);
    await soon(() => expect(player.getSnapshot().blocked).toBe(true));
    expect(player.unlocked).toBe(false);
    player.unlock();
    output.blocked = false;
    await soon(() => expect(output.stream.settled).toBe(16_000));
    output.stream.isInstant = true;
    await soon(() => expect(events).toEqual(["start a0", "end a0 500"]));
    expect(player.getSnapshot().blocked).toBe(false);
    expect(player.unlocked).toBe(true);
  });
});
