import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { now } from "../../engines/clock";
import {
  type GptSovitsOptions,
  type GptSovitsSimulator,
  spokenSeconds,
  startGptSovits,
} from "../../engines/gpt-sovits";
import { wavHeader } from "../../engines/gpt-sovits/sound";

const folder = mkdtempSync(path.join(tmpdir(), "gpt-sovits-"));
const clip = (name: string, seconds: number) => {
  const file = path.join(folder, name);
  writeFileSync(file, Buffer.concat([wavHeader(8000, seconds * 16_000), Buffer.alloc(seconds * 16_000)]));
  return file;
};
const reference = clip("five.wav", 5);
let engine: GptSovitsSimulator;
afterEach(() => engine.close());
afterAll(() => rmSync(folder, { recursive: true }));

const start = async (options: Partial<GptSovitsOptions> = {}) => {
  engine = await startGptSovits({ speed: 20, ...options });
};
const body = (extra: object = {}) => ({
  text: "안녕하세요, 반갑습니다.",
  text_lang: "ko",
  ref_audio_path: reference,
  prompt_lang: "ko",
  prompt_text: "기준",
  text_split_method: "cut0",
  ...extra,
});
const post = (payload: unknown, init: RequestInit = {}) =>
  fetch(`${engine.url}/tts`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: typeof payload === "string" ? payload : JSON.stringify(payload),
    ...init,
  });
const get = (address: string) => fetch(`${engine.url}${address}`);
const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());
const withoutField = (name: string) =>
  Object.fromEntries(Object.entries(body()).filter(([key]) => key !== name));

describe("validation", () => {
  const cases: [string, unknown, string][] = [
    ["no reference", {}, "ref_audio_path is required"],
    ["no text", withoutField("text"), "text is required"],
    ["no language", withoutField("text_lang"), "text_lang is required"],
    ["unknown language", body({ text_lang: "fr" }), "text_lang: fr is not supported in version v2"],
    ["no prompt language", withoutField("prompt_lang"), "prompt_lang is required"],
    [
      "unknown prompt language",
      body({ prompt_lang: "fr" }),
      "prompt_lang: fr is not supported in version v2",
    ],
    ["media type", body({ media_type: "mp3" }), "media_type: mp3 is not supported"],
    ["split method", body({ text_split_method: "cut9" }), "text_split_method:cut9 is not supported"],
    [
      "streaming mode",
      body({ streaming_mode: 7 }),
      "the value of streaming_mode must be 0, 1, 2, 3(int) or true/false(bool)",
    ],
  ];
  it.each(cases)("%s", async (_, payload, message) => {
    await start();
    const response = await post(payload);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message });
  });

  it.each([
    ["null", body({ prompt_text: null }), ["body", "prompt_text"]],
    ["aux null", body({ aux_ref_audio_paths: null }), ["body", "aux_ref_audio_paths"]],
    ["wrong type", body({ text: 5 }), ["body", "text"]],
    ["a word as mode", body({ streaming_mode: "fast" }), ["body", "streaming_mode", "bool"]],
    ["bad JSON", "{", ["body", 0]],
  ])("422: %s", async (_, payload, loc) => {
    await start();
    const response = await post(payload);
    expect(response.status).toBe(422);
    expect((await response.json()).detail[0].loc).toEqual(loc);
  });

  it("needs the JSON content type", async () => {
    await start();
    expect((await post(body(), { headers: { "Content-Type": "text/plain" } })).status).toBe(422);
  });

  it("refuses references that are missing or outside 3–10 s, in its own language", async () => {
    await start({ locale: "ko" });
    const missing = path.join(folder, "none.wav");
    const absent = await post(body({ ref_audio_path: missing }));
    expect(absent.status).toBe(400);
    expect(await absent.json()).toEqual({ message: "tts failed", Exception: `${missing} not exists` });
    for (const seconds of [2, 11]) {
      const response = await post(body({ ref_audio_path: clip(`${seconds}.wav`, seconds) }));
      const Exception = "참고 오디오가 3~10초 범위를 벗어났습니다. 다른 것으로 바꾸십시오!";
      expect(await response.json()).toEqual({ message: "tts failed", Exception });
    }
    const probe = (file: string) => get(`/set_refer_audio?refer_audio_path=${encodeURIComponent(file)}`);
    expect((await probe(missing)).status).toBe(400);
    expect(await (await probe(reference)).json()).toEqual({ message: "success" });
  });

  it("knows Korean only since v2, and wants the transcript on v3", async () => {
    await start({ version: "v1" });
    expect(await (await post(body())).json()).toEqual({
      message: "text_lang: ko is not supported in version v1",
    });
    await engine.close();
    await start({ version: "v3" });
    const response = await post(body({ prompt_text: "" }));
    expect(await response.json()).toEqual({
      message: "tts failed",
      Exception: "prompt_text cannot be empty when using SoVITS_V3",
    });
  });

  it("lower-cases languages in GET and dies on them in POST", async () => {
    await start();
    const query = new URLSearchParams({ ...body(), text_lang: "KO" } as Record<string, string>);
    expect((await get(`/tts?${query}`)).status).toBe(200);
    const posted = await post(body({ text_lang: "KO" }));
    expect(await posted.json()).toEqual({ message: "tts failed", Exception: "" });
    const bare = await get("/tts?text=hi");
    expect([bare.status, await bare.text()]).toEqual([500, "Internal Server Error"]);
  });
});

describe("sound", () => {
  it("mode 0: true header, Content-Length, the pause after the segment", async () => {
    await start();
    const response = await post(body());
    const file = await bytes(response);
    const pcm = Math.round((spokenSeconds("안녕하세요, 반갑습니다.") + 0.3) * 64_000);
    expect(response.headers.get("content-type")).toBe("audio/wav");
    expect(Number(response.headers.get("content-length"))).toBe(44 + pcm);
    expect(file.subarray(0, 44)).toEqual(wavHeader(32_000, pcm));
    expect(file.readInt16LE(44)).toBe(0);
    expect(Math.abs(file.readInt16LE(44 + 2 * 1001))).toBeGreaterThan(10);
  });

  it.each([1, 2, 3])("mode %i: the exact streaming header, the same sound", async (mode) => {
    await start();
    const whole = await bytes(await post(body({ fragment_interval: 0 })));
    const response = await post(body({ streaming_mode: mode, fragment_interval: 0 }));
    const file = await bytes(response);
    expect(response.headers.get("content-length")).toBeNull();
    expect(file.subarray(0, 44).toString("hex")).toBe(
      "52494646240000005741564566" + "6d74201000000001000100007d000000fa00000200100064617461" + "00000000",
    );
    expect(file.subarray(44).equals(whole.subarray(44))).toBe(true);
  });

  it("sends chunks cut at odd bytes", async () => {
    await start();
    const response = await post(body({ streaming_mode: 3 }));
    const sizes: number[] = [];
    for await (const chunk of response.body ?? []) sizes.push(chunk.length);
    expect(sizes.some((size) => size % 2 === 1)).toBe(true);
    expect(sizes.reduce((sum, size) => sum + size, 0) % 2).toBe(0);
  });

  it.each([
    ["v2", 32_000],
    ["v3", 24_000],
    ["v4", 48_000],
  ] as const)("%s speaks at %i Hz", async (version, rate) => {
    await start({ version });
    expect((await bytes(await post(body({ streaming_mode: 2 })))).readUInt32LE(24)).toBe(rate);
  });

  it("modes 2/3 with a batch speak only the first segment of each", async () => {
    await start();
    const long = {
      text: "하나둘셋넷다섯, 여섯일곱여덟아홉.",
      text_split_method: "cut5",
      fragment_interval: 0,
    };
    const all = await bytes(await post(body({ ...long, streaming_mode: 2 })));
    const some = await bytes(await post(body({ ...long, streaming_mode: 2, batch_size: 2 })));
    expect(some.length).toBeLessThan(all.length);
  });

  it("nothing to say: a second of 16 kHz silence, or no byte at all", async () => {
    await start();
    const whole = await bytes(await post(body({ text: "~" })));
    expect([whole.length, whole.readUInt32LE(24)]).toEqual([32_044, 16_000]);
    expect(whole.subarray(44).every((byte) => byte === 0)).toBe(true);
    const streamed = await post(body({ text: "😊", streaming_mode: 1 }));
    expect([streamed.status, (await bytes(streamed)).length]).toEqual([200, 0]);
  });

  it.each(["...", "?!", "…"])("punctuation only (%s): 400, or a 200 that breaks off", async (text) => {
    await start();
    const whole = await post(body({ text }));
    expect([whole.status, (await whole.json()).Exception]).toEqual([400, "Please enter valid text."]);
    const streamed = await post(body({ text, streaming_mode: 2 }));
    expect(streamed.status).toBe(200);
    await expect(streamed.arrayBuffer()).rejects.toThrow("terminated");
  });
});

describe("other endpoints", () => {
  it("answers as FastAPI", async () => {
    await start();
    const root = await get("/");
    expect([root.status, await root.json()]).toEqual([404, { detail: "Not Found" }]);
    const control = await fetch(`${engine.url}/control`, { method: "POST" });
    expect([control.status, await control.json()]).toEqual([405, { detail: "Method Not Allowed" }]);
    expect(await (await get("/control")).json()).toEqual({ message: "command is required" });
    expect(await (await get("/control?command=x")).text()).toBe("null");
    const document = await (await get("/openapi.json")).json();
    expect(document.components.schemas.TTS_Request.properties.overlap_length).toBeDefined();
  });

  it("loads weights, and the version with them", async () => {
    await start({ weights: { "SoVITS_weights_v4/jin.pth": "v4" } });
    expect(await (await get("/set_gpt_weights")).json()).toEqual({ message: "gpt weight path is required" });
    const missing = await get("/set_sovits_weights?weights_path=none.pth");
    expect([missing.status, (await missing.json()).message]).toEqual([400, "change sovits weight failed"]);
    const loaded = await get("/set_sovits_weights?weights_path=SoVITS_weights_v4/jin.pth");
    expect(await loaded.json()).toEqual({ message: "success" });
    expect((await bytes(await post(body()))).readUInt32LE(24)).toBe(48_000);
  });

  it("restart breaks the connection and comes back on its port, exit ends it", async () => {
    await start();
    await expect(get("/control?command=restart")).rejects.toThrow();
    await expect.poll(async () => (await get("/").catch(() => null))?.status).toBe(404);
    expect((await get("/control?command=exit")).status).toBe(500);
    await expect.poll(() => get("/").catch(() => "refused")).toBe("refused");
  });
});

describe("one at a time, and its log", () => {
  it("a whole file holds up every other answer", async () => {
    await start();
    const order: string[] = [];
    const speech = post(body()).then(() => order.push("speech"));
    await expect.poll(() => engine.log.syntheses.length).toBe(1);
    const probe = get("/openapi.json").then(() => order.push("probe"));
    await Promise.all([speech, probe]);
    expect(order).toEqual(["speech", "probe"]);
  });

  it("marks streams that ran at the same time", async () => {
    await start({ speed: 4 });
    await Promise.all([
      post(body({ streaming_mode: 2 })).then(bytes),
      post(body({ streaming_mode: 2 })).then(bytes),
    ]);
    expect(engine.log.maxConcurrent).toBe(2);
    expect(engine.log.syntheses.map((request) => request.crossed)).toEqual([true, true]);
    engine.log.clear();
    await post(body({ streaming_mode: 2 })).then(bytes);
    await post(body({ streaming_mode: 2 })).then(bytes);
    expect(engine.log.maxConcurrent).toBe(1);
    expect(engine.log.syntheses.map((request) => request.crossed)).toEqual([false, false]);
  });

  it("after an abort the segment in progress is finished, the next ones are not begun", async () => {
    await start({ speed: 2 });
    const controller = new AbortController();
    const text = `${"가나다라마바사아자차".repeat(4)}, ${"하나둘셋넷".repeat(20)}.`;
    const request = body({ text, text_split_method: "cut5", streaming_mode: 3 });
    const response = await post(request, { signal: controller.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    controller.abort();
    await expect.poll(() => engine.log.syntheses[0]?.aborted, { interval: 2 }).toBe(true);
    expect(engine.idle).toBe(false);
    await engine.whenIdle();
    expect(now() - (engine.log.syntheses[0]?.receivedAt ?? 0)).toBeGreaterThanOrEqual(
      (150 + 0.35 * 6000) / 2,
    );
    const second = await post(body({ streaming_mode: 1 }));
    await bytes(second);
    expect(engine.log.syntheses[1]).toMatchObject({
      crossed: false,
      overlappedAborted: false,
      aborted: false,
    });
  });

  it("tells a synthesis begun over the rest of an abandoned one from a crossed one", async () => {
    await start({ speed: 2 });
    const controller = new AbortController();
    const request = body({ text: "가나다라마바사아자차".repeat(4), streaming_mode: 3 });
    const response = await post(request, { signal: controller.signal });
    await response.body?.getReader().read();
    controller.abort();
    await bytes(await post(body({ streaming_mode: 3 })));
    expect(engine.log.syntheses[1]).toMatchObject({ crossed: false, overlappedAborted: true });
    expect(engine.log.maxConcurrent).toBe(1);
    await engine.whenIdle();
  });

  it("keeps its timing: 150 + 0.35 × length, the first chunk of 0.64 s earlier", async () => {
    await start({ speed: 2 });
    await bytes(await post(body({ fragment_interval: 0 })));
    await bytes(await post(body({ streaming_mode: 2, fragment_interval: 0 })));
    const [whole, streamed] = engine.log.syntheses;
    const spokenMs = spokenSeconds("안녕하세요, 반갑습니다.") * 1000;
    const firstByte = (request: typeof whole) => (request?.firstByteAt ?? 0) - (request?.receivedAt ?? 0);
    expect(firstByte(whole)).toBeGreaterThanOrEqual((150 + 0.35 * spokenMs) / 2);
    expect(firstByte(streamed)).toBeGreaterThanOrEqual((150 + 0.35 * 640) / 2);
    const wholeMs = (streamed?.finishedAt ?? 0) - (streamed?.receivedAt ?? 0);
    expect(wholeMs).toBeGreaterThanOrEqual((150 + 0.35 * spokenMs) / 2);
  });
});

describe("faults", () => {
  it("down and well again on the same port", async () => {
    await start();
    const { url } = engine;
    await engine.behave("down");
    await expect(get("/openapi.json")).rejects.toThrow();
    await engine.behave("well");
    expect(engine.url).toBe(url);
    expect((await get("/openapi.json")).status).toBe(200);
  });

  it("inference error: silence at 16 kHz, or 16000 zero samples and a broken stream", async () => {
    await start();
    await engine.behave("silence");
    expect((await bytes(await post(body()))).length).toBe(32_044);
    const streamed = await post(body({ streaming_mode: 1 }));
    let received = 0;
    const read = async () => {
      for await (const chunk of streamed.body ?? []) received += chunk.length;
    };
    await expect(read()).rejects.toThrow("terminated");
    expect(received).toBe(32_044);
  });

  it.each([0, 1, 2])("dies in the middle, mode %i", async (mode) => {
    await start();
    await engine.behave("dieMidStream", { afterBytes: 5001, next: 1 });
    let received = 0;
    const response = await post(body({ streaming_mode: mode }));
    const read = async () => {
      for await (const chunk of response.body ?? []) received += chunk.length;
    };
    await expect(read()).rejects.toThrow("terminated");
    expect(received).toBe(5001);
    expect(engine.log.syntheses[0]).toMatchObject({ fault: "dieMidStream", aborted: false, dropped: true });
    expect((await post(body({ streaming_mode: mode }))).status).toBe(200);
  });

  it("the small ones", async () => {
    await start();
    await engine.behave("garbage");
    expect((await post(body())).headers.get("content-type")).toBe("text/html");
    await engine.behave("brokenHeader");
    expect((await bytes(await post(body({ streaming_mode: 2 })))).toString("latin1", 0, 4)).toBe("FORM");
    await engine.behave("noModes23");
    expect((await post(body({ streaming_mode: 2 }))).status).toBe(422);
    expect((await post(body({ streaming_mode: 1 }))).status).toBe(200);
    expect(JSON.stringify(await (await get("/openapi.json")).json())).not.toContain("overlap_length");
    await engine.behave("refuse");
    expect((await post(body({ streaming_mode: 2 }))).status).toBe(400);
    await engine.behave("reset");
    await expect(post(body())).rejects.toThrow();
    await engine.behave("nothing");
    expect((await bytes(await post(body()))).length).toBe(0);
    await engine.behave("well");
    await engine.behave("serverError", { matching: "둘" });
    expect((await post(body({ text: "하나입니다" }))).status).toBe(200);
    expect((await post(body({ text: "둘입니다" }))).status).toBe(500);
    await engine.behave("slow", { factor: 4, next: 1 });
    const { text } = body();
    await bytes(await post(body({ fragment_interval: 0 })));
    const slow = engine.log.syntheses.at(-1);
    const expected = (4 * (150 + 350 * spokenSeconds(text))) / 20;
    expect((slow?.firstByteAt ?? 0) - (slow?.receivedAt ?? 0)).toBeGreaterThanOrEqual(expected);
    await engine.behave("hang");
    const limit = { signal: AbortSignal.timeout(100) };
    await expect(fetch(`${engine.url}/openapi.json`, limit)).rejects.toThrow();
  });
});
