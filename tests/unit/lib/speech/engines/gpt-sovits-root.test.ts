import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_CONTROLS } from "@/lib/speech/controls";
import { createGptSovitsApi } from "@/lib/speech/engines/gpt-sovits-api";
import { createGptSovitsApi2 } from "@/lib/speech/engines/gpt-sovits-api2";
import { collect, engineContext, speechRequest } from "@/tests/conformance/speech-engine";
import { startGptSovitsApi } from "@/tests/engines/gpt-sovits-api";
import { startGptSovitsApi2 } from "@/tests/engines/gpt-sovits-api2";
import { ROOT_FAULTS, type RootFault, type RootSimulator } from "@/tests/engines/gpt-sovits-root/root-server";

const CLIP = path.resolve("lib/voices/references/default.wav");
const REFERENCE = { path: CLIP, promptText: "窗边点着一盏灯。", promptLang: "zh", read: null };
const DEFAULT = { path: CLIP, text: "灯", language: "zh" };
const LINE = { text: "请进，我一直在等你。", language: "zh" };

const FAMILY = {
  api2: { start: startGptSovitsApi2, create: createGptSovitsApi2 },
  api: { start: startGptSovitsApi, create: createGptSovitsApi },
};

/** How each failure shows: what the engine's answer was is ours to tell apart by kind alone. */
const FAILURES: Record<Exclude<RootFault, "hang">, object> = {
  serverError: { kind: "rejected", status: 500, engineMessage: "Internal Server Error" },
  reset: { kind: "unreachable", retryable: true },
  abort: { kind: "malformed", retryable: true },
  silence: { kind: "malformed", message: "silence" },
  nothing: { kind: "malformed", message: "empty answer" },
  garbage: { kind: "malformed" },
};

for (const [name, { start, create }] of Object.entries(FAMILY)) {
  describe(`${name}.py`, () => {
    let simulator: RootSimulator;
    beforeEach(async () => {
      simulator = await start({ speed: 50, defaultReference: DEFAULT });
    });
    afterEach(() => simulator.close());
    const engine = (believed = false) => create({ baseUrl: simulator.url, believed });
    const say = async (changes: Parameters<typeof speechRequest>[0] = {}) => {
      const request = speechRequest({ ...LINE, reference: REFERENCE, ...changes });
      const audio = await engine().synthesize(request, engineContext());
      return { ...audio, bytes: Buffer.concat(await collect(audio)) };
    };
    const sent = () => simulator.log.of("/").at(-1)?.body;

    it("sends all three fields of a reference, and none of them where the server's default speaks", async () => {
      await say();
      expect(sent()).toMatchObject({
        refer_wav_path: CLIP,
        prompt_text: REFERENCE.promptText,
        prompt_language: "zh",
        text_language: "zh",
      });
      await say({ reference: null });
      expect(Object.keys(sent() ?? {}).filter((field) => /refer|prompt/.test(field))).toEqual([]);
    });

    it.each(["promptText", "promptLang", "path"] as const)(
      "does not ask without %s: another voice would speak",
      async (field) => {
        const attempt = say({ reference: { ...REFERENCE, [field]: " " } });
        await expect(attempt).rejects.toMatchObject({ code: "ENGINE_ERROR", key: "voice_words_missing" });
        expect(simulator.log.requests).toEqual([]);
      },
    );

    it("passes on what it refuses", async () => {
      const bare = await start({ speed: 50 });
      const attempt = create({ baseUrl: bare.url, believed: false }).synthesize(
        speechRequest({ ...LINE, reference: null }),
        engineContext(),
      );
      await expect(attempt).rejects.toMatchObject({
        kind: "rejected",
        status: 400,
        engineMessage: "未指定参考音频且接口无预设",
      });
      await bare.close();
    });

    it.each(Object.entries(FAILURES))("%s is an error of ours", async (fault, expected) => {
      expect(Object.keys(ROOT_FAULTS)).toContain(fault);
      simulator.behave(fault as RootFault);
      await expect(say()).rejects.toMatchObject({ name: "UpstreamError", ...expected });
    });

    it("a clip its machine does not have is an error, never another voice", async () => {
      const attempt = say({ reference: { ...REFERENCE, path: "/nowhere/clip.wav" } });
      await expect(attempt).rejects.toMatchObject({ name: "UpstreamError" });
    });

    it("is looked at by its description alone: what is at `/` would make it speak", async () => {
      expect(await engine().checkHealth(engineContext())).toEqual({ state: "up" });
      expect(await engine().canReadReference(REFERENCE, engineContext())).toBe(true);
      expect(simulator.log.requests.map((request) => request.path)).toEqual(["/openapi.json"]);
    });

    it("is not there where nothing listens, where another service answers, or where it is silent", async () => {
      const other = await FAMILY[name === "api2" ? "api" : "api2"].start();
      simulator.behave("hang");
      expect(await engine().checkHealth(engineContext())).toEqual({ state: "busy", reason: "busy" });
      simulator.behave("garbage");
      const down = { state: "down", reason: "unknown_service" };
      expect(await engine().checkHealth(engineContext())).toEqual(down);
      expect(await engine(true).checkHealth(engineContext())).toEqual({ state: "up" });
      await other.close();
      const gone = create({ baseUrl: other.url, believed: true });
      expect(await gone.checkHealth(engineContext())).toEqual({ state: "down", reason: "refused" });
    });

    it("a listener who leaves does not stop it", async () => {
      await simulator.close();
      simulator = await start({ speed: 2, defaultReference: DEFAULT });
      const abort = new AbortController();
      const attempt = engine().synthesize(
        speechRequest({ ...LINE, reference: REFERENCE }),
        engineContext(abort.signal),
      );
      setTimeout(() => abort.abort(), 100);
      await expect(attempt).rejects.toMatchObject({ kind: "aborted" });
      const left = performance.now();
      await simulator.whenIdle();
      expect(performance.now() - left).toBeGreaterThan(50);
      expect(engine().capabilities).toMatchObject({ concurrency: 1, stopsOnAbort: false });
    });
  });
}

describe("api2.py alone", () => {
  let simulator: RootSimulator;
  beforeEach(async () => {
    simulator = await startGptSovitsApi2({ speed: 50, defaultReference: DEFAULT });
  });
  afterEach(() => simulator.close());
  const say = (changes: Parameters<typeof speechRequest>[0]) =>
    createGptSovitsApi2({ baseUrl: simulator.url, believed: false }).synthesize(
      speechRequest({ ...LINE, reference: REFERENCE, ...changes }),
      engineContext(),
    );

  it("refuses a Korean text and a Korean reference before anything is sent, and says why", async () => {
    await expect(say({ text: "안녕하세요", language: "ko" })).rejects.toMatchObject({
      kind: "rejected",
      retryable: false,
      engineMessage: expect.stringContaining("'ko'"),
    });
    await expect(say({ reference: { ...REFERENCE, promptLang: "ko" } })).rejects.toMatchObject({
      code: "ENGINE_ERROR",
      key: "voice_reference_language",
      params: { language: "ko" },
    });
    expect(simulator.log.requests).toEqual([]);
  });

  it.each([
    ["嗯", "zh", "嗯。。。"],
    ["Yes", "en", "Yes."],
    ["はい", "ja", "はい。。"],
    ["来吧朋友", "zh", "来吧朋友"],
  ])("says %s, which alone it may fail on", async (text, language, padded) => {
    await collect(await say({ text, language }));
    expect(simulator.log.of("/").at(-1)?.body).toMatchObject({ text: padded });
  });

  it("tells that its sampling is fixed where other is wished", async () => {
    expect((await say({})).warnings).toEqual([]);
    const wished = await say({ controls: { ...DEFAULT_CONTROLS, speed_factor: 1.2 } });
    expect(wished.warnings).toEqual(["sampling_fixed"]);
  });

  it("answers nothing while it speaks: that is busy, not down", async () => {
    await simulator.close();
    simulator = await startGptSovitsApi2({ defaultReference: DEFAULT });
    const engine = createGptSovitsApi2({ baseUrl: simulator.url, believed: false });
    const speaking = say({ text: LINE.text.repeat(5) });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await engine.checkHealth(engineContext())).toEqual({ state: "busy", reason: "busy" });
    await collect(await speaking);
  });
});

describe("api.py alone", () => {
  const START = { speed: 50, weights: ["a.ckpt", "a.pth"] };

  it.each([
    ["v2", false, 32_000],
    ["v3", false, 24_000],
    ["v3", true, 48_000],
    ["v4", false, 48_000],
  ] as const)("%s, super sampling %s: the rate and depth of the header", async (version, isFine, rate) => {
    const lengths: number[] = [];
    for (const samples of ["int16", "int32"] as const) {
      const simulator = await startGptSovitsApi({ ...START, version, samples });
      const engine = createGptSovitsApi({ baseUrl: simulator.url, believed: false });
      const controls = { ...DEFAULT_CONTROLS, super_sampling: isFine };
      const audio = await engine.synthesize(
        speechRequest({ ...LINE, reference: REFERENCE, controls }),
        engineContext(),
      );
      expect(audio.sampleRate).toBe(rate);
      lengths.push(Buffer.concat(await collect(audio)).byteLength);
      await simulator.close();
    }
    expect(lengths[0]).toBe(lengths[1]);
  });

  it.each([
    [{ streamMode: "normal" }, "ogg"],
    [{ mediaType: "aac" }, "aac"],
  ] as const)("started with %j it sends %s: told, with the way out", async (flags, format) => {
    const simulator = await startGptSovitsApi({ ...START, ...flags });
    const engine = createGptSovitsApi({ baseUrl: simulator.url, believed: false });
    const attempt = engine.synthesize(speechRequest({ ...LINE, reference: REFERENCE }), engineContext());
    await expect(attempt).rejects.toMatchObject({ key: "engine_sends_compressed", params: { format } });
    await simulator.close();
  });

  it("v1 weights break off Korean after their 200", async () => {
    const simulator = await startGptSovitsApi({ ...START, version: "v1" });
    const engine = createGptSovitsApi({ baseUrl: simulator.url, believed: false });
    const attempt = engine.synthesize(speechRequest({ reference: REFERENCE }), engineContext());
    await expect(attempt).rejects.toMatchObject({ kind: "malformed" });
    await simulator.close();
  });

  it("loads both halves of a model at once, speaks with them, and passes on what it cannot load", async () => {
    const simulator = await startGptSovitsApi(START);
    const engine = createGptSovitsApi({ baseUrl: simulator.url, believed: false });
    const request = speechRequest({ ...LINE, reference: REFERENCE });
    const sound = async () => Buffer.concat(await collect(await engine.synthesize(request, engineContext())));
    const before = await sound();
    await engine.loadWeights?.({ gpt: "a.ckpt", sovits: "a.pth" }, engineContext());
    expect(simulator.weights).toEqual({ gpt: "a.ckpt", sovits: "a.pth" });
    const missing = engine.loadWeights?.({ gpt: "b.ckpt", sovits: "a.pth" }, engineContext());
    await expect(missing).rejects.toMatchObject({ kind: "rejected", status: 400 });
    const half = engine.loadWeights?.({ gpt: "a.ckpt", sovits: null }, engineContext());
    await expect(half).rejects.toMatchObject({ kind: "rejected" });
    expect(simulator.weights).toEqual({ gpt: "a.ckpt", sovits: "a.pth" });
    expect(await sound()).not.toEqual(before);
    await simulator.close();
  });

  it("sends its controls, the languages as codes and further references", async () => {
    const simulator = await startGptSovitsApi(START);
    const engine = createGptSovitsApi({ baseUrl: simulator.url, believed: false });
    const auxiliaryReferences = [{ ...REFERENCE, path: "/more.wav" }];
    const korean = speechRequest({ reference: REFERENCE, auxiliaryReferences });
    await collect(await engine.synthesize(korean, engineContext()));
    expect(simulator.log.of("/").at(-1)?.body).toMatchObject({
      text_language: "ko",
      cut_punc: "",
      top_k: 5,
      speed: 1,
      sample_steps: 32,
      if_sr: false,
      inp_refs: ["/more.wav"],
    });
    await simulator.close();
  });

  it("is restarted over a connection that breaks", async () => {
    const simulator = await startGptSovitsApi(START);
    const engine = createGptSovitsApi({ baseUrl: simulator.url, believed: false });
    await engine.control?.("restart", engineContext());
    expect(simulator.log.of("/control")).toHaveLength(1);
    await simulator.close();
  });
});
