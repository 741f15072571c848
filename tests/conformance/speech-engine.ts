import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_CONTROLS } from "@/lib/speech/controls";
import type { SpeechAudio, SpeechEngine, SpeechRequest, VoiceReference } from "@/lib/speech/engine";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";

export interface EngineUnderTest {
  engine: SpeechEngine;
  /** A reference its machine can read; null where the engine needs none. */
  reference: VoiceReference | null;
  /** Resolves once the engine works on nothing any more. */
  whenIdle(): Promise<void>;
  close(): Promise<void>;
}

/** A complete request; what a test is about goes into `changes`. */
export function speechRequest(changes: Partial<SpeechRequest> = {}): SpeechRequest {
  return {
    text: "안녕하세요, 반갑습니다.",
    language: "ko",
    reference: null,
    auxiliaryReferences: [],
    engineVoice: null,
    scene: null,
    timbre: { variant: "f2", pitch: 50, range: 50, rate: 170 },
    controls: DEFAULT_CONTROLS,
    streamingMode: 2,
    ...changes,
  };
}

export function engineContext(signal: AbortSignal = new AbortController().signal): EngineContext {
  return { signal, fetch: engineFetch, now: Date.now, logger: pino({ enabled: false }) };
}

/** Everything an engine says, chunk by chunk. */
export async function collect(audio: SpeechAudio): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of audio.pcm) chunks.push(Buffer.from(chunk));
  return chunks;
}

const LINES = {
  ko: "어서 와, 기다리고 있었다.",
  en: "Come in, I have been waiting.",
  ja: "いらっしゃい、まっていました。",
  zh: "请进，我一直在等你。",
};

/** What an engine says in the tests that are about no language. */
const SAYINGS = {
  ko: {
    greeting: "안녕하세요, 반갑습니다.",
    two: "첫 문장이에요. 둘째 문장이에요.",
    one: "오늘도 바람이 붑니다. ",
    stop: "멈추라고 하면 바로 멈춥니다. ",
  },
  zh: {
    greeting: "你好，很高兴见到你。",
    two: "这是第一句话。这是第二句话。",
    one: "今天的风也很大。",
    stop: "叫我停下我就停下来。",
  },
};

/** What every speech engine must do, whatever it is made of; `languages`: what it speaks. */
export function describeSpeechEngine(
  name: string,
  create: () => Promise<EngineUnderTest>,
  languages: readonly string[] = Object.keys(LINES),
): void {
  const language = languages.includes("ko") ? "ko" : "zh";
  const says = SAYINGS[language];
  describe(`speech engine: ${name}`, () => {
    let test: EngineUnderTest;
    beforeAll(async () => {
      test = await create();
    });
    afterAll(() => test.close());

    const request = (changes: Partial<SpeechRequest> = {}) =>
      speechRequest({ reference: test.reference, text: says.greeting, language, ...changes });

    it("says it is up and can read its reference", async () => {
      expect(await test.engine.checkHealth(engineContext())).toEqual({ state: "up" });
      const reference = test.reference ?? { path: "any", promptText: "", promptLang: "ko", read: null };
      expect(await test.engine.canReadReference(reference, engineContext())).toBe(true);
    });

    it.each(Object.entries(LINES).filter(([spoken]) => languages.includes(spoken)))(
      "speaks %s audibly, in aligned chunks, at a plausible rate",
      async (language, text) => {
        const audio = await test.engine.synthesize(request({ text, language }), engineContext());
        const chunks = await collect(audio);
        expect(chunks.every((chunk) => chunk.byteLength > 0 && chunk.byteLength % 2 === 0)).toBe(true);
        expect([16_000, 22_050, 24_000, 32_000, 44_100, 48_000]).toContain(audio.sampleRate);
        const seconds = Buffer.concat(chunks).byteLength / 2 / audio.sampleRate;
        expect(seconds).toBeGreaterThan(0.5);
        expect(seconds).toBeLessThan(10);
        expect(loudest(chunks)).toBeGreaterThan(3000);
      },
    );

    it.each(Object.entries(LINES).filter(([foreign]) => !languages.includes(foreign)))(
      "refuses %s, which it does not speak",
      async (foreign, text) => {
        expect(test.engine.capabilities.languages).not.toContain(foreign);
        const attempt = test.engine.synthesize(request({ text, language: foreign }), engineContext());
        await expect(attempt).rejects.toMatchObject({ kind: "rejected" });
      },
    );

    it.each([0, 1, 2, 3] as const)("speaks the same length in streaming mode %i", async (streamingMode) => {
      const audio = await test.engine.synthesize(request({ text: says.two, streamingMode }), engineContext());
      const seconds = Buffer.concat(await collect(audio)).byteLength / 2 / audio.sampleRate;
      expect(seconds).toBeGreaterThan(1);
    });

    it("speaks a long text to its end", async () => {
      const sentence = says.one;
      const short = await test.engine.synthesize(request({ text: sentence }), engineContext());
      const one = Buffer.concat(await collect(short)).byteLength;
      const long = await test.engine.synthesize(request({ text: sentence.repeat(20) }), engineContext());
      expect(Buffer.concat(await collect(long)).byteLength).toBeGreaterThan(one * 14);
    });

    it.each(["~", "😊", "\n"])("rejects %j, which nobody can say", async (text) => {
      const attempt = test.engine.synthesize(request({ text }), engineContext());
      await expect(attempt).rejects.toMatchObject({ name: "UpstreamError" });
    });

    it("an abort before the sound rejects and frees the engine", async () => {
      const abort = new AbortController();
      const attempt = test.engine.synthesize(request(), engineContext(abort.signal));
      abort.abort();
      await expect(attempt).rejects.toMatchObject({ kind: "aborted", retryable: false });
      await test.whenIdle();
      await collect(await test.engine.synthesize(request(), engineContext()));
    });

    it("an abort while it speaks stops within one chunk and frees the engine", async () => {
      const abort = new AbortController();
      const text = says.stop.repeat(40);
      const audio = await test.engine.synthesize(request({ text }), engineContext(abort.signal));
      let after = 0;
      const listening = (async () => {
        for await (const _ of audio.pcm) {
          if (abort.signal.aborted) after += 1;
          abort.abort();
        }
      })();
      await expect(listening).rejects.toMatchObject({ kind: "aborted" });
      expect(after).toBeLessThanOrEqual(1);
      await test.whenIdle();
      await collect(await test.engine.synthesize(request(), engineContext()));
    });
  });
}

function loudest(chunks: Buffer[]): number {
  const pcm = Buffer.concat(chunks);
  let peak = 0;
  for (let i = 0; i + 1 < pcm.byteLength; i += 2) peak = Math.max(peak, Math.abs(pcm.readInt16LE(i)));
  return peak;
}
