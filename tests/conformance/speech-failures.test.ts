import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/contract/app-error";
import type { ErrorCode } from "@/lib/contract/error-codes";
import { toSpeechError } from "@/lib/http/audio-response";
import { LOCALES } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { SpeechEngine, SpeechRequest, VoiceReference } from "@/lib/speech/engine";
import { createGptSovitsApi } from "@/lib/speech/engines/gpt-sovits-api";
import { createGptSovitsApi2 } from "@/lib/speech/engines/gpt-sovits-api2";
import { createGptSovits } from "@/lib/speech/engines/gpt-sovits-v2";
import { createHiggs } from "@/lib/speech/engines/higgs";
import { createOpenAiSpeech } from "@/lib/speech/engines/openai-speech";
import { type GptSovitsFault, startGptSovits } from "@/tests/engines/gpt-sovits";
import { startGptSovitsApi } from "@/tests/engines/gpt-sovits-api";
import { startGptSovitsApi2 } from "@/tests/engines/gpt-sovits-api2";
import type { RootFault } from "@/tests/engines/gpt-sovits-root/root-server";
import { type HiggsFault, startHiggs } from "@/tests/engines/higgs";
import { type OpenAiSpeechFault, startOpenAiSpeech } from "@/tests/engines/openai-speech";
import { tone, wavHead } from "@/tests/unit/lib/speech/engines/wav-bytes";
import { collect, engineContext, speechRequest } from "./speech-engine";

const CLIP = path.resolve("lib/voices/references/default.wav");
const reference: VoiceReference = {
  path: CLIP,
  promptText: "窗边点着一盏灯。",
  promptLang: "zh",
  read: async () => Buffer.from("RIFFclip"),
};
const line = { text: "请进，我一直在等你。", language: "zh", reference };

/** What a fault becomes for whoever asked: a public code, or no failure at all. `hang` has its own test. */
type Endings<Fault extends string> = Record<Exclude<Fault, "hang">, ErrorCode | "spoken">;

interface Simulator {
  url: string;
  close(): Promise<void>;
}

/** Every fault its simulator knows; the types see to it that none is left out. */
function describeFailures<Fault extends string, S extends Simulator>(
  name: string,
  start: () => Promise<S & { behave(fault: Fault): unknown }>,
  create: (baseUrl: string) => SpeechEngine,
  endings: Endings<Fault>,
): void {
  describe(`${name}: what goes wrong is told with a public code`, async () => {
    const simulator = await start();
    afterAll(() => simulator.close());
    const modes = [0, 2] as const;
    const cases = Object.entries<ErrorCode | "spoken">(endings).flatMap(([fault, ending]) =>
      modes.map((mode) => [fault as Fault, ending, mode] as const),
    );
    it.each(cases)("%s: %s, in mode %i", async (fault, ending, streamingMode) => {
      await simulator.behave(fault);
      const told = await tell(create(simulator.url), { ...line, streamingMode });
      expect(told?.code ?? "spoken").toBe(ending);
    });
  });
}

/** How a synthesis that fails is told, each language's sentence looked at; null where it does not fail. */
async function tell(engine: SpeechEngine, changes: Partial<SpeechRequest>): Promise<AppError | null> {
  const speaking = engine.synthesize(speechRequest(changes), engineContext()).then(collect);
  const failure = await speaking.then(
    () => null,
    (error: unknown) => toSpeechError(error),
  );
  if (failure === null) return null;
  if (!(failure instanceof AppError)) throw failure;
  for (const locale of LOCALES) {
    const message = sentence(locale, failure.key, failure.params);
    expect(message.length, `${failure.key} in ${locale}`).toBeGreaterThan(8);
    expect(message).not.toMatch(/http:\/\/|127\.0\.0\.1|lib\/voices/);
  }
  return failure;
}

describeFailures<GptSovitsFault, Simulator>(
  "gpt-sovits",
  () => startGptSovits({ speed: 100 }),
  (baseUrl) => createGptSovits({ baseUrl, believed: false }),
  {
    refuse: "ENGINE_ERROR",
    serverError: "ENGINE_ERROR",
    reset: "SERVICE_UNAVAILABLE",
    dieMidStream: "ENGINE_ERROR",
    silence: "ENGINE_ERROR",
    // Only whoever compares it with the text can tell.
    swallow: "spoken",
    nothing: "ENGINE_ERROR",
    garbage: "ENGINE_ERROR",
    brokenHeader: "ENGINE_ERROR",
    noModes23: "spoken",
    slow: "spoken",
  },
);

const ROOT_ENDINGS: Endings<RootFault> = {
  serverError: "ENGINE_ERROR",
  reset: "SERVICE_UNAVAILABLE",
  abort: "ENGINE_ERROR",
  silence: "ENGINE_ERROR",
  nothing: "ENGINE_ERROR",
  garbage: "ENGINE_ERROR",
};
describeFailures<RootFault, Simulator>(
  "api2.py",
  () => startGptSovitsApi2({ speed: 100 }),
  (baseUrl) => createGptSovitsApi2({ baseUrl, believed: false }),
  ROOT_ENDINGS,
);
describeFailures<RootFault, Simulator>(
  "api.py",
  () => startGptSovitsApi({ speed: 100 }),
  (baseUrl) => createGptSovitsApi({ baseUrl, believed: false }),
  ROOT_ENDINGS,
);

describeFailures<HiggsFault, Simulator>(
  "higgs",
  () => startHiggs({ speed: 100 }),
  (baseUrl) => createHiggs({ baseUrl, believed: false }),
  {
    reset: "SERVICE_UNAVAILABLE",
    garbage: "ENGINE_ERROR",
    notLoaded: "SERVICE_UNAVAILABLE",
    noSound: "ENGINE_ERROR",
    silence: "ENGINE_ERROR",
    emptySound: "ENGINE_ERROR",
  },
);

for (const flavour of ["kokoro", "vllm-omni"] as const) {
  describeFailures<OpenAiSpeechFault, Simulator>(
    `openai speech, ${flavour}`,
    () => startOpenAiSpeech({ speed: 100, flavour }),
    (baseUrl) =>
      createOpenAiSpeech({ baseUrl, believed: false, voice: flavour === "kokoro" ? "zf_xiaobei" : "vivian" }),
    {
      reset: "SERVICE_UNAVAILABLE",
      garbage: "ENGINE_ERROR",
      dieMidStream: "ENGINE_ERROR",
      silence: "ENGINE_ERROR",
      empty: "ENGINE_ERROR",
      saturated: "SERVICE_UNAVAILABLE",
      crash: "ENGINE_ERROR",
      compressed: "ENGINE_ERROR",
      zeroSizes: "spoken",
    },
  );
}

describe("an engine that never answers", () => {
  const baseUrl = "http://127.0.0.1:9";
  const engines = [
    createGptSovits({ baseUrl, believed: true }),
    createGptSovitsApi2({ baseUrl, believed: true }),
    createGptSovitsApi({ baseUrl, believed: true }),
    createHiggs({ baseUrl, believed: true }),
    createOpenAiSpeech({ baseUrl, believed: true, voice: "af_heart" }),
  ];
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(engines.map((engine) => [engine.kind, engine] as const))(
    "%s: is waited for as long as one may that speaks for somebody else, then told as ENGINE_TIMEOUT",
    async (_kind, engine) => {
      vi.useFakeTimers();
      const silent: typeof fetch = (_url, { signal } = {}) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener("abort", () => reject(new Error("closed")), { once: true }),
        );
      const context = { ...engineContext(), fetch: silent };
      let told: unknown = null;
      engine.synthesize(speechRequest(line), context).catch((error: unknown) => {
        told = toSpeechError(error);
      });
      await vi.advanceTimersByTimeAsync(115_000);
      expect(told).toBeNull();
      await vi.advanceTimersByTimeAsync(200_000);
      expect(told).toMatchObject({ code: "ENGINE_TIMEOUT" });
    },
  );
});

describe("what GPT-SoVITS refuses is told alike whatever language it speaks itself", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "forge-refused-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const long = path.join(folder, "long.wav");
  const samples = 11 * 16_000;
  writeFileSync(long, Buffer.concat([wavHead({ sampleRate: 16_000, dataSize: samples * 2 }), tone(samples)]));

  it.each(["en", "ko", "ja", "zh"] as const)("%s", async (locale) => {
    const simulator = await startGptSovits({ speed: 100, locale, version: "v4" });
    const engine = createGptSovits({ baseUrl: simulator.url, believed: false });
    const wishes: Partial<SpeechRequest>[] = [
      { reference: { ...reference, path: long } },
      { reference: { ...reference, path: path.join(folder, "gone.wav") } },
      { reference: { ...reference, promptText: "" } },
      { text: "..." },
      { language: "fr" },
    ];
    for (const wish of wishes) {
      const told = await tell(engine, { ...line, ...wish, streamingMode: 0 });
      expect(told).toMatchObject({ code: "ENGINE_ERROR", key: "engine_said" });
      expect(String(told?.params.message)).not.toContain(folder);
    }
    await simulator.close();
  });
});
