import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SpeechAudio, SpeechRequest, VoiceReference } from "@/lib/speech/engine";
import { createGptSovits } from "@/lib/speech/engines/gpt-sovits-v2";
import { collect, engineContext, speechRequest } from "@/tests/conformance/speech-engine";
import { type GptSovitsSimulator, startGptSovits } from "@/tests/engines/gpt-sovits";
import { deadAddress, startRawServer } from "../../upstream/raw-server";
import { tone, wavHead } from "./wav-bytes";

const reference: VoiceReference = {
  path: path.resolve("lib/voices/references/default.wav"),
  promptText: "창가에 불을 켜 두었어요.",
  promptLang: "KO",
  read: null,
};
let simulator: GptSovitsSimulator;
beforeAll(async () => {
  simulator = await startGptSovits({ speed: 100 });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  await simulator.behave("well");
  await simulator.whenIdle();
  simulator.log.clear();
});

const engine = () => createGptSovits({ baseUrl: simulator.url, believed: false });
const speak = (changes: Partial<SpeechRequest> = {}): Promise<SpeechAudio> =>
  engine().synthesize(speechRequest({ reference, ...changes }), engineContext());
const lastBody = () => simulator.log.syntheses.at(-1)?.body as Record<string, unknown>;

describe("what is sent", () => {
  it("every control, lower-case languages, wav, the reference", async () => {
    const request = speechRequest({ reference, language: "KO" });
    await collect(await engine().synthesize(request, engineContext()));
    const { path: ref_audio_path, promptText: prompt_text } = reference;
    const own = { text_lang: "ko", prompt_lang: "ko", ref_audio_path, prompt_text, media_type: "wav" };
    expect(lastBody()).toEqual({ ...request.controls, ...own, text: request.text, streaming_mode: 2 });
  });

  it("batch_size 1 in modes 2 and 3, as asked below", async () => {
    const controls = { ...speechRequest().controls, batch_size: 4 };
    for (const [streamingMode, size] of [
      [1, 4],
      [2, 1],
      [3, 1],
    ] as const) {
      await collect(await speak({ controls, streamingMode }));
      expect(lastBody()).toMatchObject({ streaming_mode: streamingMode, batch_size: size });
    }
  });

  it("none of the three reference fields without a reference, and no null", async () => {
    const refused = speak({ reference: null });
    await expect(refused).rejects.toMatchObject({
      kind: "rejected",
      engineMessage: "ref_audio_path is required",
    });
    expect(Object.values(lastBody())).not.toContain(null);
    expect(Object.keys(lastBody())).not.toContain("prompt_text");
  });

  it.each([
    ["v2", 32_000],
    ["v3", 24_000],
    ["v4", 48_000],
  ] as const)("%s speaks at %i Hz in every mode", async (version, sampleRate) => {
    const other = await startGptSovits({ speed: 100, version });
    const speech = createGptSovits({ baseUrl: `${other.url}/`, believed: false });
    for (const streamingMode of [0, 1, 2, 3] as const) {
      const audio = await speech.synthesize(speechRequest({ reference, streamingMode }), engineContext());
      expect(audio.sampleRate).toBe(sampleRate);
      expect(Buffer.concat(await collect(audio)).byteLength).toBeGreaterThan(sampleRate);
    }
    await other.close();
  });
});

describe("streaming modes an older engine does not know", () => {
  it("are asked again as mode 1, once, with a warning", async () => {
    await simulator.behave("noModes23");
    const audio = await speak({ streamingMode: 3 });
    expect(audio.warnings).toEqual(["streaming_mode_unsupported"]);
    await collect(audio);
    expect(simulator.log.syntheses.map(({ mode }) => mode)).toEqual([3, 1]);
  });

  it("are no reason to ask twice when the mode was 0 or 1", async () => {
    await simulator.behave("refuse");
    await expect(speak({ streamingMode: 1 })).rejects.toMatchObject({
      kind: "rejected",
      status: 400,
      engineMessage: "tts failed: CUDA out of memory.",
    });
    expect(simulator.log.syntheses).toHaveLength(1);
  });
});

describe("a 200 is only maybe", () => {
  for (const streamingMode of [0, 1, 2, 3] as const) {
    it.each([["silence"], ["nothing"], ["garbage"], ["brokenHeader"]] as const)(
      `mode ${streamingMode}: %s is malformed`,
      async (fault) => {
        await simulator.behave(fault);
        await expect(speak({ streamingMode })).rejects.toMatchObject({ kind: "malformed" });
      },
    );

    it.each([0, 20, 44])(`mode ${streamingMode}: dropped after %i bytes is a failure`, async (afterBytes) => {
      await simulator.behave("dieMidStream", { afterBytes });
      // Without streaming the head travels with the first byte: dropped before it, there was no answer.
      const kind = streamingMode === 0 && afterBytes === 0 ? "unreachable" : "malformed";
      await expect(speak({ streamingMode })).rejects.toMatchObject({ kind });
    });

    it(`mode ${streamingMode}: dropped after the first sound rejects while reading`, async () => {
      await simulator.behave("dieMidStream", { afterBytes: 20_000 });
      const reading = speak({ streamingMode }).then(collect);
      await expect(reading).rejects.toMatchObject({ kind: "malformed", retryable: true });
    });
  }

  it.each(["~", "😊"])("unspeakable %j is malformed: silence or nothing", async (text) => {
    await expect(speak({ text, streamingMode: 0 })).rejects.toMatchObject({ kind: "malformed" });
    await expect(speak({ text, streamingMode: 1 })).rejects.toMatchObject({ kind: "malformed" });
  });

  it("punctuation alone is refused, or dropped when streamed", async () => {
    await expect(speak({ text: "...", streamingMode: 0 })).rejects.toMatchObject({ kind: "rejected" });
    await expect(speak({ text: "...", streamingMode: 2 })).rejects.toMatchObject({ name: "UpstreamError" });
  });
});

describe("failures before an answer", () => {
  it("a reset is unreachable, an error page rejected", async () => {
    await simulator.behave("reset");
    await expect(speak()).rejects.toMatchObject({ kind: "unreachable" });
    await simulator.behave("serverError");
    await expect(speak()).rejects.toMatchObject({ kind: "rejected", status: 500 });
  });

  it("an unknown reference and language come back in the engine's words", async () => {
    const missing = { ...reference, path: "/nowhere/a.wav" };
    await expect(speak({ reference: missing, streamingMode: 0 })).rejects.toMatchObject({
      kind: "rejected",
      engineMessage: expect.stringContaining("not exists"),
    });
    await expect(speak({ language: "fr" })).rejects.toMatchObject({
      engineMessage: expect.stringContaining("fr is not supported"),
    });
  });

  it("refused is unreachable, an abort while it hangs is aborted", async () => {
    const nobody = createGptSovits({ baseUrl: await deadAddress(), believed: true });
    const attempt = nobody.synthesize(speechRequest({ reference }), engineContext());
    await expect(attempt).rejects.toMatchObject({ kind: "unreachable" });
    await simulator.behave("hang");
    const abort = new AbortController();
    const hanging = engine().synthesize(speechRequest({ reference }), engineContext(abort.signal));
    abort.abort();
    await expect(hanging).rejects.toMatchObject({ kind: "aborted" });
  });
});

describe("references", () => {
  it("tells one its machine can read from one it cannot", async () => {
    expect(await engine().canReadReference(reference, engineContext())).toBe(true);
    const missing = { ...reference, path: "D:\\refs\\a b.wav" };
    expect(await engine().canReadReference(missing, engineContext())).toBe(false);
  });

  it.each([2.9, 10.1])("one of %f s cannot be used, and is told before a stream begins", async (seconds) => {
    const clip = path.join(mkdtempSync(path.join(tmpdir(), "forge-clip-")), "clip.wav");
    const samples = Math.round(seconds * 16_000);
    writeFileSync(
      clip,
      Buffer.concat([wavHead({ sampleRate: 16_000, dataSize: samples * 2 }), tone(samples)]),
    );
    const wrong = { ...reference, path: clip };
    expect(await engine().canReadReference(wrong, engineContext())).toBe(false);
    await expect(speak({ reference: wrong, streamingMode: 0 })).rejects.toMatchObject({ kind: "rejected" });
    await expect(speak({ reference: wrong, streamingMode: 2 })).rejects.toMatchObject({ kind: "malformed" });
  });

  it.each(["v3", "v4"] as const)("%s refuses one without its words", async (version) => {
    const other = await startGptSovits({ speed: 100, version });
    const speech = createGptSovits({ baseUrl: other.url, believed: false });
    const wordless = { ...reference, promptText: "" };
    const request = (streamingMode: 0 | 2) => speechRequest({ reference: wordless, streamingMode });
    await expect(speech.synthesize(request(0), engineContext())).rejects.toMatchObject({
      kind: "rejected",
      status: 400,
    });
    await expect(speech.synthesize(request(2), engineContext())).rejects.toMatchObject({ kind: "malformed" });
    await other.close();
  });

  it("v1 weights refuse Korean, whatever the mode", async () => {
    const other = await startGptSovits({ speed: 100, version: "v1" });
    const speech = createGptSovits({ baseUrl: other.url, believed: false });
    for (const streamingMode of [0, 2] as const) {
      const attempt = speech.synthesize(speechRequest({ reference, streamingMode }), engineContext());
      await expect(attempt).rejects.toMatchObject({
        kind: "rejected",
        engineMessage: expect.stringContaining("ko is not supported"),
      });
    }
    await other.close();
  });

  it("rejects where nothing answers", async () => {
    const nobody = createGptSovits({ baseUrl: await deadAddress(), believed: true });
    const attempt = nobody.canReadReference(reference, engineContext());
    await expect(attempt).rejects.toMatchObject({ kind: "unreachable" });
  });
});

describe("weights and the process", () => {
  it("loads both halves, or one and leaves the other", async () => {
    const own = await startGptSovits({
      speed: 100,
      weights: { "a.ckpt": "v2", "a.pth": "v2", "b.pth": "v1" },
    });
    const { loadWeights } = createGptSovits({ baseUrl: own.url, believed: true });
    await loadWeights?.({ gpt: "a.ckpt", sovits: "a.pth" }, engineContext());
    expect(own.weights).toEqual({ gpt: "a.ckpt", sovits: "a.pth" });
    await loadWeights?.({ gpt: null, sovits: "b.pth" }, engineContext());
    expect(own.weights).toEqual({ gpt: "a.ckpt", sovits: "b.pth" });
    await expect(loadWeights?.({ gpt: "gone.ckpt", sovits: null }, engineContext())).rejects.toMatchObject({
      kind: "rejected",
      engineMessage: expect.stringContaining("gone.ckpt"),
    });
    await own.close();
  });

  it("starts again and ends though it breaks off instead of answering; nobody there is a failure", async () => {
    const own = await startGptSovits({ speed: 100 });
    const { control, checkHealth } = createGptSovits({ baseUrl: own.url, believed: true });
    await control?.("restart", engineContext());
    await vi.waitFor(async () => expect(await checkHealth(engineContext())).toEqual({ state: "up" }));
    await control?.("exit", engineContext());
    await vi.waitFor(async () => expect(await checkHealth(engineContext())).toMatchObject({ state: "down" }));
    await expect(control?.("restart", engineContext())).rejects.toMatchObject({ kind: "unreachable" });
    await own.close();
  });

  it.each([404, 500])("a command is given once, whatever comes back (%i)", async (status) => {
    const asked: (string | undefined)[] = [];
    const server = await startRawServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status).end();
    });
    const { control } = createGptSovits({ baseUrl: server.url, believed: true });
    const outcome = await control?.("restart", engineContext()).then(
      () => "done",
      (error: { kind: string }) => error.kind,
    );
    // It may have ended before it could say more than 500; what it does not know it has not done.
    expect(outcome).toBe(status === 500 ? "done" : "rejected");
    expect(asked).toEqual(["GET /control?command=restart"]);
    await server.close();
  });

  it("a revision that takes commands by POST alone gets them so", async () => {
    const asked: string[] = [];
    const server = await startRawServer((request, response) => {
      request.on("data", (body: Buffer) => asked.push(body.toString()));
      request.on("end", () => response.writeHead(request.method === "GET" ? 405 : 200).end());
    });
    const { control } = createGptSovits({ baseUrl: server.url, believed: true });
    await control?.("exit", engineContext());
    expect(asked).toEqual(['{"command":"exit"}']);
    await server.close();
  });

  it.each([200, 202, 204])("%i is weights that are loaded", async (status) => {
    const asked: (string | undefined)[] = [];
    const server = await startRawServer((request, response) => {
      asked.push(request.url);
      response.writeHead(status).end();
    });
    const { loadWeights } = createGptSovits({ baseUrl: server.url, believed: true });
    await loadWeights?.({ gpt: "a b.ckpt", sovits: "c.pth" }, engineContext());
    expect(asked).toEqual([
      "/set_sovits_weights?weights_path=c.pth",
      "/set_gpt_weights?weights_path=a+b.ckpt",
    ]);
    await server.close();
  });

  it("mixes further clips of the speaker", async () => {
    const more = { ...reference, path: path.resolve("lib/voices/references/alice.wav") };
    await collect(
      await engine().synthesize(speechRequest({ reference, auxiliaryReferences: [more] }), engineContext()),
    );
    expect(simulator.log.syntheses.at(-1)).toMatchObject({ body: { aux_ref_audio_paths: [more.path] } });
  });
});
