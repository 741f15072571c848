import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { SpeechRequest } from "@/lib/speech/engine";
import { createEmbedded } from "@/lib/speech/engines/embedded";
import { readableText } from "@/lib/speech/engines/embedded-text";
import { BUILTIN_VOICES } from "@/lib/voices/builtin-voices";
import { collect, engineContext, speechRequest } from "@/tests/conformance/speech-engine";

const engine = createEmbedded();
afterAll(() => engine.close());

async function speak(changes: Partial<SpeechRequest>, from = engine): Promise<Buffer> {
  return Buffer.concat(await collect(await from.synthesize(speechRequest(changes), engineContext())));
}

describe("the embedded voice", () => {
  it("gives the same bytes for the same request, whatever came between and in another worker", async () => {
    const first = await speak({});
    await speak({ text: "Something else.", language: "en" });
    expect((await speak({})).equals(first)).toBe(true);
    const other = createEmbedded();
    expect((await speak({}, other)).equals(first)).toBe(true);
    other.close();
  });

  it("sounds different for each timbre", async () => {
    const [low, high] = await Promise.all([
      speak({ timbre: { variant: "m3", pitch: 20, range: 50, rate: 170 } }),
      speak({ timbre: { variant: "f3", pitch: 80, range: 50, rate: 170 } }),
    ]);
    expect(low.equals(high)).toBe(false);
  });

  it("speed_factor and rate change the length", async () => {
    const normal = await speak({});
    const controls = { ...speechRequest().controls, speed_factor: 2 };
    expect((await speak({ controls })).byteLength).toBeLessThan(normal.byteLength * 0.7);
  });

  it("jobs asked for at once each get their own sound", async () => {
    const texts = ["하나, 둘, 셋.", "넷, 다섯, 여섯.", "일곱, 여덟, 아홉."];
    const alone: Buffer[] = [];
    for (const text of texts) alone.push(await speak({ text }));
    const together = await Promise.all(texts.map((text) => speak({ text })));
    expect(together.map((pcm, index) => pcm.equals(alone[index] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each([
    ["漢字です", "ja"],
    ["😊", "ko"],
    ["...", "en"],
    ["孫悟空", "ko"],
    ["。。。", "zh"],
  ])("rejects %s in %s as unreadable", async (text, language) => {
    await expect(speak({ text, language })).rejects.toMatchObject({
      kind: "rejected",
      engineMessage: "unreadable",
      retryable: false,
    });
  });

  it("rejects a language it does not know", async () => {
    await expect(speak({ language: "fr" })).rejects.toMatchObject({ engineMessage: "language_unsupported" });
  });

  it("an unknown or hostile variant falls back to the plain voice", async () => {
    const plain = await speak({ timbre: { variant: "nobody", pitch: 50, range: 50, rate: 170 } });
    const hostile = await speak({ timbre: { variant: "../../x", pitch: 50, range: 50, rate: 170 } });
    expect(hostile.equals(plain)).toBe(true);
  });

  it.each(BUILTIN_VOICES.map((voice) => [voice.id, voice] as const))(
    "%s does not clip",
    async (_, { timbre }) => {
      const texts = { ko: "바람 불던 날, 까치가 창밖에서 울었다!", en: "What a wonderful afternoon!" };
      for (const [language, text] of Object.entries(texts)) {
        const pcm = await speak({ text, language, timbre });
        let peak = 0;
        for (let i = 0; i < pcm.byteLength; i += 2) peak = Math.max(peak, Math.abs(pcm.readInt16LE(i)));
        expect(peak).toBeGreaterThan(6_000);
        expect(peak).toBeLessThan(32_700);
      }
    },
  );
});

describe("a worker that fails", () => {
  const worker = (name: string) => path.join(import.meta.dirname, "workers", `${name}.mjs`);

  it("rejects the jobs it had and is replaced for the next ones", async () => {
    const fragile = createEmbedded({ workerPath: worker("dying") });
    await speak({ text: "good" }, fragile);
    await expect(speak({ text: "bad" }, fragile)).rejects.toMatchObject({
      kind: "unreachable",
      retryable: true,
    });
    expect(await fragile.checkHealth(engineContext())).toEqual({ state: "down", reason: "embedded_failed" });
    await speak({ text: "good" }, fragile);
    expect(await fragile.checkHealth(engineContext())).toEqual({ state: "up" });
    await expect(speak({ text: "bad" }, fragile)).rejects.toThrow();
    await vi.waitUntil(async () => (await fragile.checkHealth(engineContext())).state === "up");
    fragile.close();
  });

  it("that never gets ready, or is missing, is a failure and no endless wait", async () => {
    const silent = createEmbedded({ workerPath: worker("silent"), patienceMs: 50 });
    await expect(speak({}, silent)).rejects.toMatchObject({ kind: "timeout" });
    const missing = createEmbedded({ workerPath: worker("missing") });
    await expect(speak({}, missing)).rejects.toMatchObject({ kind: "unreachable" });
  });

  it("closing rejects what is running", async () => {
    const closing = createEmbedded({ workerPath: worker("silent") });
    const attempt = speak({}, closing);
    closing.close();
    await expect(attempt).rejects.toMatchObject({ kind: "aborted" });
  });
});

describe("readableText", () => {
  it.each([
    ["손오공(孫悟空)이다", "ko", "손오공( )이다"],
    ["안녕~ 반가워", "ko", "안녕  반가워"],
    ["そうだよ〜", "ja", "そうだよー"],
    ["ＡＢＣ　ﾃｽﾄ", "ja", "ABC テスト"],
    ["[[x]] *a* <b>", "en", "x   a   b"],
    ["아\u0000나\nㅋㅋ", "ko", "아 나 ㅋㅋ"],
    ["각", "ko", "각"],
    ["你好こ", "zh", "你好"],
  ])("%j in %s", (text, language, readable) => {
    expect(readableText(text, language)).toBe(readable);
  });
});
