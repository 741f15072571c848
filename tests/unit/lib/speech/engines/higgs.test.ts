import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CONTROLS } from "@/lib/speech/controls";
import type { VoiceReference } from "@/lib/speech/engine";
import { createHiggs } from "@/lib/speech/engines/higgs";
import { higgsRevision } from "@/lib/speech/engines/higgs-probe";
import { fetchOpenApi } from "@/lib/speech/engines/openapi-document";
import { collect, engineContext, speechRequest } from "@/tests/conformance/speech-engine";
import { type HiggsSimulator, startHiggs } from "@/tests/engines/higgs";
import { startOpenAiSpeech } from "@/tests/engines/openai-speech";

const reference: VoiceReference = {
  path: "clip.wav",
  promptText: "불을 켜 두었어요 & 갔어요.",
  promptLang: "ko",
  read: async () => Buffer.from("RIFFclip"),
};

describe("Higgs Audio v2", () => {
  let simulator: HiggsSimulator;
  const engine = (voice?: string) => createHiggs({ baseUrl: simulator.url, believed: false, voice });
  const speak = (changes = {}) =>
    engine().synthesize(speechRequest({ reference, ...changes }), engineContext());
  const cloned = () => simulator.log.of("/generate/voice-clone").at(-1)?.body;

  beforeEach(async () => {
    simulator = await startHiggs({ speed: 100, revision: "B" });
  });
  afterEach(() => simulator.close());

  it.each(["float32", "int16", "int32", "extensible-float32"] as const)(
    "reads %s sound the same",
    async (samples) => {
      const plain = await startHiggs({ speed: 100, samples: "int16" });
      const other = await startHiggs({ speed: 100, samples });
      const bytesOf = async (baseUrl: string) => {
        const one = createHiggs({ baseUrl, believed: false });
        return Buffer.concat(
          await collect(await one.synthesize(speechRequest({ reference }), engineContext())),
        );
      };
      expect((await bytesOf(other.url)).equals(await bytesOf(plain.url))).toBe(true);
      await Promise.all([plain.close(), other.close()]);
    },
  );

  it("asks for a voice by its name, else sends the clip as plain base64, and never asks for a random voice", async () => {
    await collect(await speak({ engineVoice: "belinda" }));
    expect(cloned()).toMatchObject({ reference_voice: "belinda" });
    expect(cloned()).not.toHaveProperty("reference_audio");
    await collect(await speak());
    expect(cloned()).toMatchObject({ reference_audio: Buffer.from("RIFFclip").toString("base64") });
    await collect(await engine("belinda").synthesize(speechRequest(), engineContext()));
    expect(cloned()).toMatchObject({ reference_voice: "belinda" });
    await expect(engine().synthesize(speechRequest(), engineContext())).rejects.toMatchObject({
      kind: "rejected",
    });
    expect(simulator.log.of("/generate")).toEqual([]);
  });

  it("keeps its settings within the server's bounds; more text may take more tokens", async () => {
    const controls = { ...DEFAULT_CONTROLS, temperature: 5, top_p: 3, top_k: 0, seed: -1 };
    await collect(await speak({ controls, text: "짧다" }));
    expect(cloned()).toMatchObject({ temperature: 2, top_p: 1, top_k: 1, seed: null, scene_prompt: null });
    const tokens = () => (cloned() as { max_new_tokens: number }).max_new_tokens;
    expect(tokens()).toBe(1024);
    await collect(await speak({ text: "말이 길어요. ".repeat(60), scene: "In a cave." }));
    expect(tokens()).toBeGreaterThan(2400);
    expect(cloned()).toMatchObject({ scene_prompt: "In a cave." });
    await collect(await speak({ text: "끝".repeat(400) }));
    expect(tokens()).toBeLessThanOrEqual(4096);
  });

  it("uploads a clip under a harmless name with its exact words, in the query and in the form", async () => {
    expect(await engine().uploadVoice?.("../a b", reference, engineContext())).toBe("___a_b");
    expect(simulator.voices.get("___a_b")).toBe(reference.promptText);
    expect(simulator.log.of("/upload-voice")[0]?.query).toEqual({
      name: "___a_b",
      description: reference.promptText,
    });
    // Its papers say form; who reads those finds them there too.
    expect(simulator.fields.at(-1)).toEqual({ name: "___a_b", description: reference.promptText });
  });

  it("lists the voices that work: none made of a description", async () => {
    const voices = await engine().listVoices?.(engineContext());
    expect(voices?.map(({ id }) => id)).toEqual(["belinda", "broom_salesman"]);
    expect(voices?.[0]?.description).toContain("birthday");
  });

  it("several speakers in one request: all by name, or all by their clips", async () => {
    const lines = [
      { speaker: 0, text: "누구냐?" },
      { speaker: 1, text: "나다." },
    ];
    const rest = { lines, controls: DEFAULT_CONTROLS, scene: null };
    const named = { engineVoice: "belinda", reference: null };
    const cloned = { engineVoice: null, reference };
    const say = async (speakers: (typeof named | typeof cloned)[]) => {
      const audio = await engine().synthesizeDialogue?.({ ...rest, speakers }, engineContext());
      if (audio) await collect(audio);
      return simulator.log.of("/generate/multi-speaker").at(-1)?.body;
    };
    const names = await say([named, named]);
    expect(names).toMatchObject({
      text: "[SPEAKER0] 누구냐?\n[SPEAKER1] 나다.",
      reference_voices: ["belinda", "belinda"],
    });
    const clip = Buffer.from("RIFFclip").toString("base64");
    expect(await say([cloned, cloned])).toMatchObject({ reference_audios: [clip, clip] });
    await expect(say([named, cloned])).rejects.toMatchObject({ kind: "rejected" });
  });

  it.each([
    ["reset", { kind: "unreachable" }],
    ["garbage", { kind: "malformed" }],
    ["notLoaded", { kind: "saturated", engineMessage: "Model not loaded" }],
    ["noSound", { kind: "rejected", status: 500, engineMessage: "list index out of range" }],
    ["silence", { kind: "malformed", message: "silence" }],
    ["emptySound", { kind: "malformed" }],
  ] as const)("%s is told as what it is", async (fault, error) => {
    simulator.behave(fault);
    await expect(speak()).rejects.toMatchObject(error);
  });

  it("errors are read whether the detail is a sentence or a list", async () => {
    const unknown = speak({ engineVoice: "nobody" });
    await expect(unknown).rejects.toMatchObject({
      status: 400,
      engineMessage: expect.stringContaining("belinda"),
    });
    const controls = { ...DEFAULT_CONTROLS, top_p: Number.NaN };
    await expect(speak({ controls })).rejects.toMatchObject({
      status: 422,
      engineMessage: expect.stringContaining("should be between"),
    });
  });

  it("is busy, not down, while it speaks; down when nothing listens; unknown when it is something else", async () => {
    simulator.behave("hang");
    expect(await engine().checkHealth(engineContext())).toEqual({ state: "busy", reason: "busy" });
    simulator.behave("well");
    const kokoro = await startOpenAiSpeech();
    const stranger = createHiggs({ baseUrl: kokoro.url, believed: false });
    expect(await stranger.checkHealth(engineContext())).toEqual({ state: "down", reason: "unknown_service" });
    await kokoro.close();
    expect(await stranger.checkHealth(engineContext())).toEqual({ state: "down", reason: "refused" });
  });

  it("a server without its model is not ready", async () => {
    simulator.behave("notLoaded");
    expect(await engine().checkHealth(engineContext())).toEqual({ state: "busy", reason: "busy" });
  });

  it("tells its two revisions apart by their description, and other services from both", async () => {
    const basic = await startHiggs({ revision: "A" });
    const other = await startOpenAiSpeech();
    const revisionAt = async (url: string) => {
      const document = await fetchOpenApi(url, engineContext());
      return document && higgsRevision(document);
    };
    expect(await revisionAt(simulator.url)).toBe("extended");
    expect(await revisionAt(basic.url)).toBe("basic");
    expect(await revisionAt(other.url)).toBeNull();
    await Promise.all([basic.close(), other.close()]);
  });
});
