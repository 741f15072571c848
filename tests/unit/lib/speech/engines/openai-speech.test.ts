import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_CONTROLS } from "@/lib/speech/controls";
import { createOpenAiSpeech, type OpenAiSpeechOptions } from "@/lib/speech/engines/openai-speech";
import { collect, engineContext, speechRequest } from "@/tests/conformance/speech-engine";
import { startHiggs } from "@/tests/engines/higgs";
import {
  type FlavourName,
  type OpenAiSpeechSimulator,
  startOpenAiSpeech,
} from "@/tests/engines/openai-speech";

describe("OpenAI-compatible speech", () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.close()));
  });

  async function start(flavour: FlavourName): Promise<OpenAiSpeechSimulator> {
    const simulator = await startOpenAiSpeech({ flavour, speed: 100 });
    running.push(simulator);
    return simulator;
  }
  const engineAt = ({ url }: OpenAiSpeechSimulator, options: Partial<OpenAiSpeechOptions> = {}) =>
    createOpenAiSpeech({ baseUrl: url, believed: false, ...options });
  const english = { text: "Come in, I was waiting.", language: "en" };
  const sent = (simulator: OpenAiSpeechSimulator) => simulator.log.of("/v1/audio/speech").at(-1)?.body;

  it.each([
    ["kokoro", ["af_heart", "am_adam", "jf_alpha", "zf_xiaobei"]],
    ["chatterbox", ["Emily.wav", "Adrian.wav"]],
    ["openedai", []],
    ["orpheus", ["tara", "leah", "유나"]],
    ["vllm-omni", ["vivian", "sohee", "mine"]],
  ] as const)("%s: its list of voices, whatever its shape, or none", async (flavour, ids) => {
    const engine = engineAt(await start(flavour));
    expect((await engine.listVoices?.(engineContext()))?.map(({ id }) => id)).toEqual(ids);
    expect(await engine.checkHealth(engineContext())).toEqual({ state: "up" });
  });

  it("a voice is an opaque name; without one the operator's, else the first of the list, else alloy", async () => {
    const chatterbox = await start("chatterbox");
    const say = async (simulator: OpenAiSpeechSimulator, options = {}, changes = {}) =>
      collect(
        await engineAt(simulator, options).synthesize(
          speechRequest({ ...english, ...changes }),
          engineContext(),
        ),
      );
    await say(chatterbox, { voice: "Emily.wav" }, { engineVoice: "Adrian.wav" });
    expect(sent(chatterbox)).toMatchObject({ voice: "Adrian.wav", model: "tts-1", response_format: "wav" });
    await say(chatterbox, { voice: "Adrian.wav" });
    expect(sent(chatterbox)).toMatchObject({ voice: "Adrian.wav" });
    await say(chatterbox);
    expect(sent(chatterbox)).toMatchObject({ voice: "Emily.wav" });
    const openedai = await start("openedai");
    await say(openedai, { model: "tts-1-hd" });
    expect(sent(openedai)).toMatchObject({ voice: "alloy", model: "tts-1-hd" });
    const kokoro = await start("kokoro");
    await say(kokoro, {}, { engineVoice: "af_heart(2)+am_adam(1)" });
    expect(sent(kokoro)).toMatchObject({ voice: "af_heart(2)+am_adam(1)" });
  });

  it("a whole file and a stream with untrue sizes and a LIST chunk sound the same", async () => {
    const kokoro = await start("kokoro");
    const bytesOf = async (streamingMode: 0 | 1) => {
      const audio = await engineAt(kokoro).synthesize(
        speechRequest({ ...english, streamingMode }),
        engineContext(),
      );
      expect(audio.sampleRate).toBe(24_000);
      return Buffer.concat(await collect(audio));
    };
    const whole = await bytesOf(0);
    expect(sent(kokoro)).toMatchObject({ stream: false });
    const streamed = await bytesOf(1);
    expect(sent(kokoro)).not.toHaveProperty("stream");
    expect(streamed.equals(whole)).toBe(true);
    kokoro.behave("zeroSizes");
    expect((await bytesOf(0)).equals(whole)).toBe(true);
  });

  it.each([
    ["kokoro", 24_000, 24_000],
    ["kokoro", 16_000, 16_000],
    ["openedai", 16_000, 22_050],
    ["orpheus", 16_000, 24_000],
  ] as const)("%s, pcm at %i by the operator's word, plays at %i", async (flavour, pcmRate, sampleRate) => {
    const simulator = await start(flavour);
    const audio = await engineAt(simulator, { pcmRate }).synthesize(speechRequest(english), engineContext());
    expect(sent(simulator)).toMatchObject({ response_format: "pcm" });
    expect(audio.sampleRate).toBe(sampleRate);
    const bytes = Buffer.concat(await collect(audio));
    expect(bytes.subarray(0, 4).toString("latin1")).not.toBe("RIFF");
    expect(bytes.byteLength % 2).toBe(0);
  });

  it("the speed stays within what servers take", async () => {
    const kokoro = await start("kokoro");
    const controls = { ...DEFAULT_CONTROLS, speed_factor: 9 };
    await collect(
      await engineAt(kokoro).synthesize(speechRequest({ ...english, controls }), engineContext()),
    );
    expect(sent(kokoro)).toMatchObject({ speed: 4 });
  });

  it("Kokoro is not given Korean", async () => {
    const kokoro = await start("kokoro");
    expect(engineAt(kokoro, { model: "kokoro" }).capabilities.languages).toEqual(["en", "ja", "zh"]);
    expect(engineAt(kokoro, { voice: "af_heart" }).capabilities.languages).not.toContain("ko");
    const attempt = engineAt(kokoro).synthesize(speechRequest(), engineContext());
    await expect(attempt).rejects.toMatchObject({ kind: "rejected" });
    expect(kokoro.log.of("/v1/audio/speech")).toEqual([]);
  });

  it.each([
    ["kokoro", "xx", 400, "Voice 'xx' not found"],
    ["chatterbox", "xx.wav", 404, "Voice file 'xx.wav' not found."],
    ["vllm-omni", "xx", 400, "Invalid speaker 'xx'"],
  ] as const)("%s says in its own shape what is wrong", async (flavour, engineVoice, status, words) => {
    const engine = engineAt(await start(flavour));
    const attempt = engine.synthesize(speechRequest({ ...english, engineVoice }), engineContext());
    await expect(attempt).rejects.toMatchObject({
      kind: "rejected",
      status,
      engineMessage: expect.stringContaining(words),
    });
  });

  it.each([
    ["reset", { kind: "unreachable" }],
    ["garbage", { kind: "malformed" }],
    ["silence", { kind: "malformed", message: "silence" }],
    ["empty", { kind: "malformed" }],
    ["compressed", { kind: "malformed" }],
    ["saturated", { kind: "saturated", engineMessage: "Model is not loaded" }],
    ["crash", { kind: "rejected", status: 500, engineMessage: "Internal Server Error" }],
  ] as const)("%s is told as what it is", async (fault, error) => {
    const kokoro = await start("kokoro");
    const engine = engineAt(kokoro, { voice: "af_heart" });
    kokoro.behave(fault);
    await expect(engine.synthesize(speechRequest(english), engineContext())).rejects.toMatchObject(error);
  });

  it.each([0, 1] as const)(
    "a body that breaks off rejects while it is read, mode %i",
    async (streamingMode) => {
      const kokoro = await start("kokoro");
      kokoro.behave("dieMidStream");
      const attempt = async () => {
        const request = speechRequest({ ...english, streamingMode });
        await collect(await engineAt(kokoro, { voice: "af_heart" }).synthesize(request, engineContext()));
      };
      await expect(attempt()).rejects.toMatchObject({ kind: "malformed" });
    },
  );

  it("is busy, not down, while it blocks; a stranger is no speech server unless somebody says so", async () => {
    const chatterbox = await start("chatterbox");
    chatterbox.behave("hang");
    expect(await engineAt(chatterbox).checkHealth(engineContext())).toEqual({
      state: "busy",
      reason: "busy",
    });
    chatterbox.behave("garbage");
    const stranger = { state: "down", reason: "unknown_service" };
    expect(await engineAt(chatterbox).checkHealth(engineContext())).toEqual(stranger);
    expect(await engineAt(chatterbox, { believed: true }).checkHealth(engineContext())).toEqual({
      state: "up",
    });
    await chatterbox.close();
    expect(await engineAt(chatterbox).checkHealth(engineContext())).toEqual({
      state: "down",
      reason: "refused",
    });
  });

  it("a Higgs server is no OpenAI-compatible one", async () => {
    const higgs = await startHiggs();
    running.push(higgs);
    const engine = createOpenAiSpeech({ baseUrl: higgs.url, believed: false });
    expect(await engine.checkHealth(engineContext())).toEqual({ state: "down", reason: "unknown_service" });
  });
});
