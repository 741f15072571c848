import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PlaybackReported } from "@/lib/contract/chat";
import type { ChatEvent } from "@/lib/contract/chat-events";
import type { TtsAnswer, VoiceList } from "@/lib/contract/speech";
import { toneFrequency } from "../engines/gpt-sovits";
import { type Failure, loudness, openStage, type Stage, until } from "../support/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(async () => {
  await stage.voice.behave("well");
  await until(async () => (await stage.program.get("/api/health")).text.includes('"tts":"healthy"'));
});

let count = 0;
/** A text no test has spoken yet. */
const newText = () => `이것은 ${++count}번째 문장입니다.`;
const speak = (more: object = {}) => stage.program.post("/api/tts", { text: newText(), ...more });

describe("the engine fails", () => {
  it.each(["silence", "nothing", "garbage", "brokenHeader"] as const)(
    "%s for ever: 502 after one retry with another seed, nothing kept",
    async (fault) => {
      const before = stage.voice.log.syntheses.length;
      await stage.voice.behave(fault);
      const answer = await speak();
      expect(answer.status).toBe(502);
      expect(answer.json<Failure>().error.code).toBe("ENGINE_ERROR");
      const tried = stage.voice.log.syntheses.slice(before);
      expect(tried).toHaveLength(2);
      expect(tried[0]?.seed).not.toBe(tried[1]?.seed);
    },
  );

  it.each([0, 1, 2, 3])("silence once, in mode %i: the retry is what is heard", async (streaming_mode) => {
    await stage.voice.behave("silence", { next: 1 });
    const answer = await speak({ streaming_mode });
    expect(answer.status).toBe(200);
    const { audio_url } = answer.json<{ data: { audio_url: string } }>().data;
    expect(loudness((await stage.program.get(audio_url)).bytes)).toBeGreaterThan(0.05);
  });

  it("refuses: its own words are passed on, without paths", async () => {
    await stage.voice.behave("refuse");
    const answer = await speak();
    expect(answer.status).toBe(502);
    expect(answer.json<Failure>().error.message).not.toMatch(/\/(tmp|home|work|references)\//);
  });

  it("modes 2 and 3 are unknown to an older engine: it speaks in mode 1", async () => {
    await stage.voice.behave("noModes23");
    expect((await speak({ streaming_mode: 2 })).status).toBe(200);
  });

  it("breaks off in the middle: the connection is destroyed, and asking again makes it whole", async () => {
    const text = newText().repeat(3);
    await stage.voice.behave("dieMidStream", { next: 1, afterBytes: 30_000 });
    await expect(
      stage.program.post("/api/tts", { text, streaming_mode: 2, return_binary: true }),
    ).rejects.toThrow();
    const again = await stage.program.post("/api/tts", { text, streaming_mode: 2 });
    expect(again.status).toBe(200);
  });

  it("goes away in the middle of a play: lines wait as text and are spoken when it is back", async () => {
    const person = stage.person();
    const play = await person.post("/api/sessions", { character_id: "hong-gildong" });
    const session_id = play.json<{ data: { id: string } }>().data.id;
    const ask = async (content: string) => {
      const json = { session_id, messages: [{ role: "user", content }] };
      const events: ChatEvent[] = [];
      for await (const event of person.events("/api/chat/stream", { json })) events.push(event);
      return events;
    };
    await ask("반갑소.");
    await stage.voice.behave("down");
    await until(async () => (await stage.program.get("/api/health")).text.includes('"tts":"unhealthy"'));
    const events = await ask("소리가 들리시오?");
    expect(events.at(-1)?.type).toBe("done");
    const segments = events.filter((event) => event.type === "segment");
    const waiting = events.filter((event) => event.type === "notice" && event.data.code === "SPEECH_PENDING");
    expect(segments.length).toBeGreaterThan(0);
    expect(waiting).toHaveLength(segments.length);
    const url = segments[0]?.data.audio_url ?? "";
    expect((await person.get(url)).status).toBe(503);
    await stage.voice.behave("well");
    await until(async () => (await person.get(url)).status === 200);
    expect(loudness((await person.get(url)).bytes)).toBeGreaterThan(0.05);
  });

  it("the person may choose the embedded voice instead: waiting lines are spoken by it", async () => {
    const person = stage.person();
    const play = await person.post("/api/sessions", { character_id: "hong-gildong" });
    const session_id = play.json<{ data: { id: string } }>().data.id;
    await person.post("/api/chat", { session_id, messages: [{ role: "user", content: "반갑소." }] });
    await stage.voice.behave("down");
    await until(async () => (await stage.program.get("/api/health")).text.includes('"tts":"unhealthy"'));
    await person.post("/api/chat", { session_id, messages: [{ role: "user", content: "들리시오?" }] });
    const changed = await person.patch(`/api/sessions/${session_id}`, { speech: "embedded" });
    expect(changed.json<{ data: { engines: { speech: string } } }>().data.engines.speech).toBe("embedded");
    const lines = await person.get(`/api/sessions/${session_id}/messages`);
    const { messages } = lines.json<{ data: { messages: { segments: { audio_url: string }[] }[] } }>().data;
    const sound = await person.get(messages.at(-1)?.segments[0]?.audio_url ?? "");
    expect(sound.status).toBe(200);
    expect(loudness(sound.bytes)).toBeGreaterThan(0.01);
  });
});

it("the embedded voice chosen while an answer is written speaks the rest of it", async () => {
  const person = stage.person();
  const play = await person.post("/api/sessions", { character_id: "hong-gildong" });
  const session_id = play.json<{ data: { id: string } }>().data.id;
  await person.post("/api/chat", { session_id, messages: [{ role: "user", content: "반갑소." }] });
  await stage.voice.behave("down");
  await until(async () => (await stage.program.get("/api/health")).text.includes('"tts":"unhealthy"'));
  await stage.ollama.behave("endless", { next: 1 });
  const json = { session_id, messages: [{ role: "user", content: "길게 말하시오." }] };
  const heard: number[] = [];
  let isChosen = false;
  for await (const event of person.events("/api/chat/stream", { json })) {
    if (event.type !== "segment") continue;
    if (isChosen) heard.push((await person.get(event.data.audio_url)).status);
    else await person.patch(`/api/sessions/${session_id}`, { speech: "embedded" });
    isChosen = true;
    // What was written before the choice waits for the engine, as many sentences as a busy machine lets come first.
    if (heard.at(-1) === 200 || heard.length === 40) break;
  }
  expect(heard.at(-1)).toBe(200);
  const lines = await person.get(`/api/sessions/${session_id}/messages`);
  const { messages } = lines.json<{ data: { messages: { turn_id: string | null }[] } }>().data;
  await person.post(`/api/chat/turns/${messages.at(-1)?.turn_id}/cancel`, {});
});

describe("most words are missing", () => {
  /** Long enough to be judged by; what else is spoken meanwhile is left alone. */
  const lineAbout = (thing: string) => `창가에 ${thing} 켜 두었으니 어서 들어와 몸을 녹이세요.`;
  const asked = (matching: string) => stage.voice.log.syntheses.filter(({ text }) => text.includes(matching));

  it("once: what is heard is the second try", async () => {
    await stage.voice.behave("swallow", { next: 1, matching: "작은 등불을" });
    const answer = await stage.program.post("/api/tts", { text: lineAbout("작은 등불을") });
    const tried = asked("작은 등불을");
    expect(tried.map(({ fault }) => fault)).toEqual(["swallow", null]);
    expect(tried[0]?.seed).not.toBe(tried[1]?.seed);
    expect(answer.json<{ data: TtsAnswer }>().data.notices).toBeUndefined();
  });

  it("twice: delivered with a notice, heard once, and made anew afterwards", async () => {
    const text = lineAbout("큰 촛불을");
    await stage.voice.behave("swallow", { matching: "큰 촛불을" });
    const { notices, audio_url, file_size } = (await stage.program.post("/api/tts", { text })).json<{
      data: TtsAnswer;
    }>().data;
    expect(notices).toEqual([{ code: "SPEECH_DOUBTFUL", message: expect.stringContaining("다시") }]);
    expect((await stage.program.get(audio_url)).bytes.length).toBe(file_size);
    expect(asked("큰 촛불을")).toHaveLength(2);
    const binary = await stage.program.post("/api/tts", { text, return_binary: true });
    expect([binary.headers["x-notice"], binary.headers["x-cached"]]).toEqual(["SPEECH_DOUBTFUL", "false"]);
    expect(asked("큰 촛불을")).toHaveLength(4);
    await stage.voice.behave("well");
    const well = (await stage.program.post("/api/tts", { text })).json<{ data: TtsAnswer }>().data;
    expect(well.notices).toBeUndefined();
    expect(well.file_size).toBeGreaterThan(file_size);
  });

  it("in a play, after its last word: told to whoever plays it", async () => {
    await stage.voice.behave("swallow");
    const person = stage.person();
    const messages = [{ role: "user", content: "짧게 말하시오." }];
    const json = { messages, character_id: "hong-gildong", tts_streaming_mode: 2 };
    let path = "";
    for await (const { type, data } of person.events("/api/chat/stream", { json })) {
      if (type === "turn") path = `/api/chat/turns/${data.turn_id}/playback`;
    }
    const told = async () => {
      const report = await person.post(path, { segment_index: 0, position_ms: 10 });
      return report.json<{ data: PlaybackReported }>().data.notices;
    };
    await until(async () => (await told()).length > 0);
    expect((await told())[0]).toMatchObject({ code: "SPEECH_DOUBTFUL", segment_index: expect.any(Number) });
    await stage.voice.behave("well");
  });

  it("in a play: told while it goes on, spoken as the person wishes", async () => {
    await stage.voice.behave("swallow");
    await stage.ollama.behave("endless", { next: 1 });
    const person = stage.person();
    const messages = [{ role: "user", content: "길게 말하시오." }];
    const wishes = { tts_streaming_mode: 2, tts_speed: 0.5 };
    const heard: ChatEvent[] = [];
    const json = { messages, character_id: "hong-gildong", ...wishes };
    for await (const event of person.events("/api/chat/stream", { json })) {
      heard.push(event);
      if (event.type !== "notice" || event.data.code !== "SPEECH_DOUBTFUL") continue;
      const [first] = heard;
      if (first?.type === "turn") await person.post(`/api/chat/turns/${first.data.turn_id}/cancel`, {});
    }
    expect(heard.some((event) => event.type === "notice" && event.data.code === "SPEECH_DOUBTFUL")).toBe(
      true,
    );
    expect(heard.at(-1)?.type).toBe("done");
    const wished = { speed_factor: 0.5, streaming_mode: 2, text_split_method: "cut0" };
    expect(stage.voice.log.syntheses.map(({ body }) => body)).toContainEqual(expect.objectContaining(wished));
  });
});

describe("references", () => {
  it("each voice speaks with its own clip, which the engine can read", async () => {
    const { voices } = (await stage.program.get("/api/tts/voices")).json<{ data: VoiceList }>().data;
    expect(voices.length).toBeGreaterThanOrEqual(11);
    const used = new Set<string>();
    for (const voice of voices) {
      expect(voice.available).toBe(true);
      const text = newText();
      expect((await stage.program.post("/api/tts", { text, voice_id: voice.id })).status).toBe(200);
      const asked = stage.voice.log.syntheses.at(-1);
      expect(asked?.promptText).not.toBe("");
      used.add(asked?.refAudioPath ?? "");
    }
    expect(used.size).toBe(voices.length);
  });

  it("an engine that cannot read them: the voice says so and what to set, the play goes on as text", async () => {
    await stage.server.restart({ TTS_REFERENCE_DIR: "/nowhere/on/the/engine" });
    try {
      await until(async () =>
        (await stage.program.get("/api/tts/voices")).text.includes('"available":false'),
      );
      const { voices } = (await stage.program.get("/api/tts/voices")).json<{ data: VoiceList }>().data;
      expect(voices.every((voice) => !voice.available)).toBe(true);
      expect(voices[0]?.unavailable_reason).toContain("TTS_REFERENCE_DIR");
      const json = { messages: [{ role: "user", content: "안녕하시오." }], character_id: "hong-gildong" };
      const events: ChatEvent[] = [];
      for await (const event of stage.person().events("/api/chat/stream", { json })) events.push(event);
      expect(events.some((event) => event.type === "notice" && event.data.code === "VOICE_UNAVAILABLE")).toBe(
        true,
      );
      expect(events.at(-1)?.type).toBe("done");
    } finally {
      await stage.server.restart({ TTS_REFERENCE_DIR: "" });
    }
  }, 60_000);
});

it("never has two syntheses at once on one engine, whoever asks", async () => {
  await Promise.all(Array.from({ length: 12 }, (_, at) => speak({ streaming_mode: at % 4 })));
  expect(stage.voice.log.syntheses.some((entry) => entry.crossed || entry.overlappedAborted)).toBe(false);
});

it("a whole line is its segments, joined, with ranges once it is whole", async () => {
  const json = { messages: [{ role: "user", content: "길게 말해 주시오." }], character_id: "hong-gildong" };
  const person = stage.person();
  const said = (await person.post("/api/chat", json)).json<{
    data: { audio_url: string; message_id: string; session_id: string };
  }>();
  const whole = await person.get(said.data.audio_url);
  expect(whole.status).toBe(200);
  const lines = await person.get(`/api/sessions/${said.data.session_id}/messages`);
  const last = lines
    .json<{ data: { messages: { segments: { audio_url: string }[] }[] } }>()
    .data.messages.at(-1);
  const parts = await Promise.all((last?.segments ?? []).map(({ audio_url }) => person.get(audio_url)));
  const joined = Buffer.concat(parts.map((part) => part.bytes.subarray(44)));
  expect(parts.length).toBeGreaterThan(2);
  expect(whole.bytes.subarray(44).equals(joined)).toBe(true);

  const again = await person.get(said.data.audio_url);
  expect(again.headers["accept-ranges"]).toBe("bytes");
  expect(again.headers["cache-control"]).toContain("immutable");
  expect(again.bytes.readUInt32LE(40)).toBe(again.bytes.length - 44);
  const range = await person.get(said.data.audio_url, { headers: { range: "bytes=44-1043" } });
  expect(range.status).toBe(206);
  expect(range.bytes.equals(again.bytes.subarray(44, 1044))).toBe(true);
  expect(range.headers["content-range"]).toBe(`bytes 44-1043/${again.bytes.length}`);
  const beyond = await person.get(said.data.audio_url, { headers: { range: "bytes=99999999-" } });
  expect(beyond.status).toBe(416);
  const known = await person.get(said.data.audio_url, {
    headers: { "if-none-match": String(again.headers.etag) },
  });
  expect(known.status).toBe(304);
});

it("sound is played while it is made: no ranges, sizes unknown, every byte from the start", async () => {
  await stage.voice.behave("slow", { factor: 20 });
  const person = stage.person();
  const text = newText();
  const live = await person.post("/api/tts", { text, streaming_mode: 2, return_binary: true });
  expect(live.headers["cache-control"]).toBe("no-store");
  expect(live.bytes.readUInt32LE(40)).toBe(0xffffffff);
  const stored = await person.get(`/api/audio/${live.headers["x-file-id"]}`);
  expect(stored.bytes.subarray(44).equals(live.bytes.subarray(44))).toBe(true);
  const seeds = await person.get(`/mnt/user_assets/anyone/audio/${live.headers["x-file-id"]}.wav`);
  expect(seeds.bytes.equals(stored.bytes)).toBe(true);
  expect((await stage.person().get(`/api/audio/${live.headers["x-file-id"]}`)).status).toBe(404);
});

it("what sounds belongs to the text and the voice it was asked for", async () => {
  const text = newText();
  const answer = await stage.program.post("/api/tts", { text, voice_id: "alice" });
  const asked = stage.voice.log.syntheses.at(-1);
  const expected = toneFrequency({
    refAudioPath: asked?.refAudioPath ?? "",
    gptWeights: stage.voice.weights.gpt,
    sovitsWeights: stage.voice.weights.sovits,
    text: asked?.text ?? "",
  });
  const { audio_url, sample_rate } = answer.json<{ data: { audio_url: string; sample_rate: number } }>().data;
  const { bytes } = await stage.program.get(audio_url);
  const samples = new Int16Array(
    bytes.buffer,
    bytes.byteOffset + 44,
    Math.min(sample_rate, (bytes.length - 44) >> 1) >> 1,
  );
  let crossings = 0;
  for (let at = 1; at < samples.length; at++) {
    if (Number(samples[at - 1]) < 0 !== Number(samples[at]) < 0) crossings++;
  }
  const heard = (crossings / 2) * (sample_rate / samples.length);
  expect(Math.abs(heard - expected) / expected).toBeLessThan(0.03);
});

it("on_click makes nothing until somebody asks to hear it; off gives no address at all", async () => {
  const person = stage.person();
  const ask = async (more: object) => {
    const json = { messages: [{ role: "user", content: newText() }], character_id: "hong-gildong", ...more };
    const answer = await person.post("/api/chat", json);
    return answer.json<{ data: { audio_url: string | null; speech: { status: string } } }>().data;
  };
  const before = stage.voice.log.syntheses.length;
  const waiting = await ask({ tts_mode: "on_click" });
  expect(waiting.speech.status).toBe("pending");
  expect(stage.voice.log.syntheses.length).toBe(before);
  expect(loudness((await person.get(waiting.audio_url ?? "")).bytes)).toBeGreaterThan(0.05);
  const silent = await ask({ tts_enabled: false });
  expect([silent.audio_url, silent.speech.status]).toEqual([null, "off"]);
});

it("delayed speech starts after its delay, by itself", async () => {
  const json = {
    messages: [{ role: "user", content: newText() }],
    character_id: "sherlock-holmes",
    tts_mode: "delayed",
    tts_delay_ms: 400,
  };
  const before = stage.voice.log.syntheses.length;
  const begun = performance.timeOrigin + performance.now();
  expect((await stage.person().post("/api/chat", json)).status).toBe(200);
  await until(() => stage.voice.log.syntheses.length > before);
  expect((stage.voice.log.syntheses[before]?.receivedAt ?? 0) - begun).toBeGreaterThanOrEqual(400);
});

it("the log holds nothing that was said", () => {
  expect(stage.server.stderr).not.toMatch(/번째 문장|반갑소|들리시오/);
});
