import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readSoundFacts } from "@/lib/speech/encode/sound-facts";
import type { TestClient } from "../support/client";
import { type Failure, loudness, openStage, type Stage } from "../support/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => stage.voice.behave("well"));

interface Spoken {
  audio_url: string;
  file_id: string;
  duration: number;
  file_size: number;
  format: string;
  sample_rate: number;
  cached: boolean;
}

let count = 0;
const newText = () => `이것은 ${++count}번째 형식 문장입니다.`;
const spoken = (answer: { json<T>(): T }) => answer.json<{ data: Spoken }>().data;
const syntheses = () => stage.voice.log.syntheses.length;

describe("POST /api/tts", () => {
  it.each([
    ["ogg", "audio/ogg"],
    ["aac", "audio/aac"],
  ])("%s: a whole file with ranges, of the same synthesis as wav", async (media_type, type) => {
    const person = stage.person();
    const text = newText();
    const wav = spoken(await person.post("/api/tts", { text }));
    const before = syntheses();
    const made = spoken(await person.post("/api/tts", { text, media_type }));
    expect(syntheses()).toBe(before);
    expect(made).toMatchObject({ format: media_type, audio_url: `/api/audio/${wav.file_id}.${media_type}` });
    expect(Math.abs(made.duration - wav.duration)).toBeLessThan(0.12);

    const file = await person.get(made.audio_url);
    expect(file.headers["content-type"]).toBe(type);
    expect(file.headers["accept-ranges"]).toBe("bytes");
    expect(file.headers["cache-control"]).toContain("immutable");
    expect(file.bytes.length).toBe(made.file_size);
    const facts = await readSoundFacts(file.bytes);
    expect(facts?.sampleRate).toBe(made.sample_rate);
    expect(facts?.durationMs).toBeCloseTo(made.duration * 1000, 0);

    const part = await person.get(made.audio_url, { headers: { range: "bytes=100-999" } });
    expect(part.status).toBe(206);
    expect(part.bytes.equals(file.bytes.subarray(100, 1000))).toBe(true);
    expect(part.headers["content-range"]).toBe(`bytes 100-999/${made.file_size}`);
    const known = await person.get(made.audio_url, {
      headers: { "if-none-match": String(file.headers.etag) },
    });
    expect(known.status).toBe(304);
    expect((await stage.person().get(made.audio_url)).status).toBe(404);
  });

  it("raw: the samples alone, of the size that was told", async () => {
    const person = stage.person();
    const made = spoken(await person.post("/api/tts", { text: newText(), media_type: "raw" }));
    const raw = await person.get(made.audio_url);
    const wav = await person.get(`/api/audio/${made.file_id}.wav`);
    expect(raw.bytes.equals(wav.bytes.subarray(44))).toBe(true);
    expect(raw.bytes.length).toBe(made.file_size);
    const tail = await person.get(made.audio_url, { headers: { range: "bytes=-10" } });
    expect(tail.bytes.equals(raw.bytes.subarray(-10))).toBe(true);
  });

  it("its peaks: what it looks like, of the same synthesis, kept by who has them", async () => {
    const person = stage.person();
    const made = spoken(await person.post("/api/tts", { text: newText() }));
    const before = syntheses();
    const answer = await person.get(`${made.audio_url}/peaks`);
    const { peaks, duration } = answer.json<{ data: { peaks: number[]; duration: number } }>().data;
    expect(duration).toBeCloseTo(made.duration, 3);
    expect(peaks).toHaveLength(600);
    const samples = (await person.get(made.audio_url)).bytes.subarray(44);
    const loudest = (from: number, to: number) => {
      let most = 0;
      for (let at = from; at < to; at += 1) most = Math.max(most, Math.abs(samples.readInt16LE(at * 2)));
      return Math.round((most / 32_768) * 127);
    };
    expect(Math.max(...peaks)).toBe(loudest(0, samples.length / 2));
    expect(peaks[0]).toBe(loudest(0, Math.ceil(samples.length / 2 / 600)));
    expect(answer.headers["cache-control"]).toContain("immutable");
    const known = { headers: { "if-none-match": String(answer.headers.etag) } };
    expect((await person.get(`/api/audio/${made.file_id}/peaks`, known)).status).toBe(304);
    expect((await stage.person().get(`${made.audio_url}/peaks`)).status).toBe(404);
    expect(syntheses()).toBe(before);
  });

  it.each(["ogg", "aac", "raw"])(
    "return_binary, %s as it is made: its facts are headers",
    async (media_type) => {
      const json = { text: newText(), media_type, return_binary: true, streaming_mode: 2 };
      const answer = await stage.program.post("/api/tts", json);
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toBe(`audio/${media_type}`);
      expect(answer.headers["x-cached"]).toBe("false");
      expect(Number(answer.headers["x-sample-rate"])).toBeGreaterThanOrEqual(32_000);
      expect(answer.bytes.length).toBeGreaterThan(5000);
      const file = await stage.program.get(`/api/audio/${answer.headers["x-file-id"]}.${media_type}`);
      expect(file.status).toBe(200);
      const again = await stage.program.post("/api/tts", json);
      expect(again.headers["x-cached"]).toBe("true");
    },
  );

  it("a streamed file is on its way before the synthesis has ended", async () => {
    await stage.voice.behave("slow", { factor: 30 });
    const text = newText().repeat(4);
    const json = { text, media_type: "ogg", return_binary: true, streaming_mode: 2 };
    const response = await stage.program.open("POST", "/api/tts", { json });
    await new Promise((resolve) => response.once("data", resolve));
    expect(stage.voice.idle).toBe(false);
    response.destroy();
    await expect.poll(() => stage.voice.idle, { timeout: 20_000 }).toBe(true);
  });

  it.each([0, 2])("what fails before the first byte is the envelope, in mode %i", async (streaming_mode) => {
    await stage.voice.behave("nothing");
    const json = { text: newText(), media_type: "ogg", return_binary: true, streaming_mode };
    const answer = await stage.program.post("/api/tts", json);
    expect(answer.status).toBe(502);
    expect(answer.json<Failure>().error.code).toBe("ENGINE_ERROR");
  });

  it.each([
    {
      top_k: 1,
      top_p: 0,
      temperature: 0,
      speed_factor: 0.5,
      text_split_method: "cut0",
      seed: 0,
      parallel_infer: false,
      super_sampling: false,
      batch_size: 1,
      batch_threshold: 0,
      split_bucket: false,
      fragment_interval: 0,
      overlap_length: 0,
      min_chunk_length: 4,
      sample_steps: 4,
      repetition_penalty: 0.5,
    },
    {
      top_k: 100,
      top_p: 1,
      temperature: 2,
      speed_factor: 2,
      text_split_method: "cut5",
      seed: 4_294_967_295,
      parallel_infer: true,
      super_sampling: true,
      batch_size: 16,
      batch_threshold: 1,
      split_bucket: true,
      fragment_interval: 2,
      overlap_length: 16,
      min_chunk_length: 64,
      sample_steps: 128,
      repetition_penalty: 2,
    },
  ])("every control reaches the engine to its bounds: top_k $top_k", async (controls) => {
    const made = await stage.program.post("/api/tts", { text: newText(), ...controls });
    expect(made.status).toBe(200);
    expect(stage.voice.log.syntheses.at(-1)?.body).toMatchObject(controls);
  });

  it("what nobody wished is the documents' default, said explicitly", async () => {
    await stage.program.post("/api/tts", { text: newText(), streaming_mode: true });
    expect(stage.voice.log.syntheses.at(-1)?.body).toMatchObject({
      top_k: 5,
      top_p: 1,
      temperature: 1,
      speed_factor: 1,
      text_split_method: "cut5",
      parallel_infer: true,
      super_sampling: false,
      batch_size: 1,
      batch_threshold: 0.75,
      split_bucket: true,
      fragment_interval: 0.3,
      overlap_length: 2,
      min_chunk_length: 16,
      sample_steps: 32,
      repetition_penalty: 1.35,
      streaming_mode: 1,
    });
  });

  it.each([
    { top_k: 0 },
    { top_k: 101 },
    { top_p: 1.1 },
    { temperature: 2.1 },
    { speed_factor: 0.4 },
    { text_split_method: "cut6" },
    { batch_size: 17 },
    { batch_threshold: -0.1 },
    { fragment_interval: 2.5 },
    { overlap_length: 17 },
    { min_chunk_length: 3 },
    { sample_steps: 3 },
    { repetition_penalty: 2.5 },
    { streaming_mode: 4 },
    { max_new_tokens: 0 },
    { max_new_tokens: 8193 },
    { speakers: [] },
    { min_chunk_length: 65 },
    { sample_steps: 129 },
    { speed_factor: 2.1 },
    { media_type: "mid" },
    { text: "" },
  ])("refuses %o", async (more) => {
    const answer = await stage.program.post("/api/tts", { text: newText(), ...more });
    expect(answer.status).toBe(400);
    const { details } = answer.json<{ error: { details: { path: string }[] } }>().error;
    expect(details.map(({ path }) => path)).toEqual(Object.keys(more));
  });

  it("references are an admin's to name; none named is no reason to refuse", async () => {
    for (const more of [
      { ref_audio_path: "/refs/x.wav" },
      { aux_ref_audio_paths: ["/refs/x.wav"] },
      { prompt_text: "말" },
    ]) {
      expect((await stage.program.post("/api/tts", { text: newText(), ...more })).status).toBe(403);
    }
    const none = { ref_audio_path: "", aux_ref_audio_paths: [], prompt_text: "" };
    expect((await stage.program.post("/api/tts", { text: newText(), ...none })).status).toBe(200);
  });
});

it("a whole line can be kept as a file, in any format", async () => {
  const person = stage.person();
  const json = { messages: [{ role: "user", content: "한마디 하시오." }], character_id: "hong-gildong" };
  const said = (await person.post("/api/chat", json)).json<{ data: { audio_url: string } }>().data;
  const whole = await person.get(said.audio_url);
  const kept = await person.get(
    `${said.audio_url}?download=길동의 말`.replace(/[^ -~]| /g, encodeURIComponent),
  );
  expect(kept.headers["content-disposition"]).toMatch(/^attachment; .*filename\*=UTF-8''%EA%B8%B8.*\.wav$/);
  expect(kept.bytes.subarray(44).equals(whole.bytes.subarray(44))).toBe(true);
  const mp3 = await person.get(`${said.audio_url.replace(/wav$/, "mp3")}?download`);
  expect(mp3.headers["content-disposition"]).toContain(".mp3");
  const facts = await readSoundFacts(mp3.bytes);
  const wav = await readSoundFacts(kept.bytes);
  expect(Math.abs(Number(facts?.durationMs) - Number(wav?.durationMs))).toBeLessThan(120);
  expect((await person.get(said.audio_url.replace(/wav$/, "exe"))).status).toBe(404);
});

it("two hundred who join a clip while it is made get the same, whole sound", async () => {
  await stage.voice.behave("slow", { factor: 60 });
  const person = stage.person();
  const json = { text: newText().repeat(3), return_binary: true, streaming_mode: 2 };
  const first = await person.open("POST", "/api/tts", { json });
  const url = `/api/audio/${first.headers["x-file-id"]}.wav`;
  const maker = first.toArray();
  const readers = await Promise.all(
    Array.from({ length: 200 }, async (_, at) => {
      await new Promise((resolve) => setTimeout(resolve, at * 3));
      return person.get(url);
    }),
  );
  const made = Buffer.concat(await maker).subarray(44);
  expect(readers.filter(({ headers }) => headers.etag === undefined).length).toBeGreaterThan(100);
  for (const reader of readers) {
    expect(reader.status).toBe(200);
    expect(reader.bytes.subarray(44).equals(made)).toBe(true);
  }
  expect((await person.get(url)).bytes.readUInt32LE(40)).toBe(made.length);
}, 60_000);

describe("OpenAI's shapes", () => {
  let program: TestClient;
  let key = "";
  beforeAll(async () => {
    const { TestClient } = await import("../support/client");
    const made = await stage.person().post("/api/keys", { name: "radio" });
    key = made.json<{ data: { key: string } }>().data.key;
    program = new TestClient(stage.server.url, {
      cookies: false,
      headers: { authorization: `Bearer ${key}` },
    });
  });
  const say = (more: object = {}) =>
    program.post("/v1/audio/speech", { model: "tts-1", input: newText(), ...more });

  it.each([
    ["mp3", "audio/mpeg"],
    ["opus", "audio/ogg"],
    ["aac", "audio/aac"],
    ["flac", "audio/flac"],
    ["wav", "audio/wav"],
  ])("speech as %s", async (response_format, type) => {
    const answer = await say({ voice: "alice", response_format });
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe(type);
    const facts = await readSoundFacts(answer.bytes);
    expect(facts?.sampleRate).toBe(Number(answer.headers["x-sample-rate"]));
    expect(answer.bytes.length).toBeGreaterThan(4000);
  });

  it("mp3 where nothing is said of the format; pcm is what OpenAI's is", async () => {
    expect((await say()).headers["content-type"]).toBe("audio/mpeg");
    const input = newText();
    const wav = await say({ input, response_format: "wav" });
    const pcm = await say({ input, response_format: "pcm" });
    expect(pcm.headers["x-sample-rate"]).toBe("24000");
    const seconds = (wav.bytes.length - 44) / 2 / wav.bytes.readUInt32LE(24);
    expect(pcm.bytes.length / 2 / 24_000).toBeCloseTo(seconds, 2);
    expect(loudness(Buffer.concat([Buffer.alloc(44), pcm.bytes]))).toBeGreaterThan(0.05);
  });

  it("speed and voice reach the engine; the same again is not made twice", async () => {
    const wish = { input: newText(), voice: "alice", speed: 1.5 };
    await say(wish);
    const before = syntheses();
    expect(stage.voice.log.syntheses.at(-1)?.text).toContain("형식 문장");
    await say({ ...wish, response_format: "opus" });
    expect(syntheses()).toBe(before);
    await say({ ...wish, speed: 1 });
    expect(syntheses()).toBe(before + 1);
  });

  it("OpenAI's own voice names are our default voice; any other unknown one is refused in OpenAI's words", async () => {
    expect((await say({ voice: "alloy" })).status).toBe(200);
    const unknown = await say({ voice: "nobody" });
    expect(unknown.status).toBe(404);
    expect(unknown.json()).toMatchObject({ error: { type: "invalid_request_error", code: "not_found" } });
    expect((await say({ input: "" })).json()).toMatchObject({ error: { code: "validation_error" } });
  });

  it("a failing engine is told before the first byte", async () => {
    await stage.voice.behave("nothing");
    const answer = await say();
    expect(answer.status).toBe(502);
    expect(answer.json()).toMatchObject({ error: { type: "server_error" } });
  });

  it("lists voices and characters", async () => {
    const { voices } = (await program.get("/v1/audio/voices")).json<{
      voices: { id: string; name: string }[];
    }>();
    expect(voices.map(({ id }) => id)).toContain("alice");
    const own = await program.post("/api/characters", { name: "라디오 주인" });
    const { id } = own.json<{ data: { id: string } }>().data;
    const listed = (await program.get("/v1/models")).json<{ object: string; data: { id: string }[] }>();
    expect(listed.object).toBe("list");
    expect(listed.data.map((model) => model.id)).toEqual(expect.arrayContaining(["hong-gildong", id]));
    expect((await program.get(`/v1/models/${id}`)).json()).toMatchObject({ id, object: "model" });
    const stranger = (await stage.person().get("/v1/models")).json<{ data: { id: string }[] }>();
    expect(stranger.data.map((model) => model.id)).not.toContain(id);
    expect((await stage.person().get(`/v1/models/${id}`)).status).toBe(404);
  });

  it("a key that is not good is refused, as is one that was revoked", async () => {
    const headers = { authorization: "Bearer af_0123456789abcdef_nothing" };
    const refused = await stage.program.post("/v1/audio/speech", { input: "말" }, { headers });
    expect([refused.status, refused.json<Failure>().error]).toMatchObject([
      401,
      { type: "authentication_error" },
    ]);
    const id = key.split("_")[1];
    expect((await program.delete(`/api/keys/${id}`)).status).toBe(200);
    expect((await say()).status).toBe(401);
  });
});
