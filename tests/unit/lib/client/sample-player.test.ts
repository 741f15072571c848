import { afterEach, beforeEach, expect, it } from "vitest";
import { SpeechPlayer } from "@/lib/client/playback/player";
import { SamplePlayer } from "@/lib/client/sample-player";
import { FakeOutput } from "./playback/fake-output";
import { RoomServer } from "./room-server";
import { soon } from "./soon";
import { sineWav } from "./wav-fixture";

const WAV = sineWav({ sampleRate: 22_050, seconds: 0.3, frequency: 440, sizes: "streaming" });
const sample = (id: string) => ({
  id,
  text: "어서 오시오.",
  voiceId: `voice-${id}`,
  language: "ko" as const,
});

let server: RoomServer;
let output: FakeOutput;
let samples: SamplePlayer;
let detach: () => void;

beforeEach(async () => {
  server = new RoomServer();
  await server.start();
  output = new FakeOutput();
  samples = new SamplePlayer(new SpeechPlayer({ createOutput: () => output, fetch: server.fetch }));
  detach = samples.attach();
});
afterEach(async () => {
  detach();
  await server.stop();
});

const state = () => [samples.getSnapshot().id, samples.getSnapshot().state];

it("unlocks sound in the press itself and speaks from the first bytes on", async () => {
  samples.toggle(sample("a"));
  expect(output.resumed).toBeGreaterThan(0);
  expect(state()).toEqual(["a", "loading"]);
  const asked = await server.next("POST", "/api/tts");
  expect(asked.body).toEqual({
    text: "어서 오시오.",
    voice_id: "voice-a",
    text_lang: "ko",
    streaming_mode: 2,
    return_binary: true,
  });
  asked.response.write(WAV.subarray(0, 4044));
  await soon(() => expect(output.stream.written).toBeGreaterThan(1000));
  output.stream.heard = 500;
  await soon(() => expect(state()).toEqual(["a", "playing"]));
  asked.response.end(WAV.subarray(4044));
  await soon(() => expect(output.stream.settled).toBeGreaterThan(9000));
  output.stream.isInstant = true;
  await soon(() => expect(state()).toEqual([null, "idle"]));
});

it("lets one voice follow another, and falls silent when pressed again", async () => {
  samples.toggle(sample("a"));
  const first = await server.next("POST", "/api/tts");
  const isClosed = new Promise((resolve) => first.response.on("close", resolve));
  samples.toggle(sample("b"));
  await isClosed;
  expect(state()).toEqual(["b", "loading"]);
  await server.next("POST", "/api/tts");
  samples.toggle(sample("b"));
  expect(state()).toEqual([null, "idle"]);
});

it("says why a sample is silent, and tries again", async () => {
  samples.toggle(sample("a"));
  (await server.next("POST", "/api/tts")).refuse(502, "ENGINE_ERROR");
  await soon(() => expect(state()).toEqual(["a", "failed"]));
  expect(samples.getSnapshot().message).toBe("said: ENGINE_ERROR");
  samples.toggle(sample("a"));
  await server.next("POST", "/api/tts");
  expect(state()).toEqual(["a", "loading"]);
});
