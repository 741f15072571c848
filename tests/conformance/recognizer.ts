import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Recognizer } from "@/lib/recognition/recognizer";
import type { RecognitionFault, RecognitionSimulator } from "@/tests/engines/recognition";
import { engineContext } from "./speech-engine";

const SPOKEN = new Uint8Array(readFileSync("lib/voices/references/alice.wav"));

const SENTENCES = {
  ko: "눈이 그치면 불빛이 돌아왔지.",
  en: "When the snow stopped, the lights came back.",
  ja: "雪がやむと、灯りが戻ってきた。",
  zh: "雪停了，灯光又亮了。",
};

/** The same clip with nothing in it. */
function silence(): Uint8Array<ArrayBuffer> {
  const clip = SPOKEN.slice();
  return clip.fill(0, 44);
}

/** What everything that writes transcripts must do, whatever server it asks. */
export function describeRecognizer(
  name: string,
  create: () => Promise<{ recognizer: Recognizer; simulator: RecognitionSimulator }>,
): void {
  describe(`recognizer: ${name}`, () => {
    let recognizer: Recognizer;
    let simulator: RecognitionSimulator;
    beforeAll(async () => {
      ({ recognizer, simulator } = await create());
    });
    afterAll(() => simulator.close());

    const hear = (language = "ko", wav = SPOKEN, signal?: AbortSignal) =>
      recognizer.transcribe({ wav, language }, engineContext(signal));
    const withFault = async (fault: RecognitionFault) => {
      simulator.behave(fault);
      return hear().finally(() => simulator.behave("well"));
    };

    it("says it is up", async () => {
      expect(await recognizer.checkHealth(engineContext())).toEqual({ state: "up" });
    });

    it.each(Object.entries(SENTENCES))("writes down %s in one line", async (language, sentence) => {
      expect(await hear(language)).toBe(sentence);
      expect(simulator.requests.at(-1)).toMatchObject({ language, isWav: true });
    });

    it("hears nothing in silence", async () => {
      expect(await hear("ko", silence())).toBe("");
    });

    it("takes plain text for what it is", async () => {
      expect(await withFault("plainText")).toBe(SENTENCES.ko);
    });

    it.each([
      ["garbage", "malformed"],
      ["cutOff", "malformed"],
      ["noText", "malformed"],
      ["endless", "malformed"],
      ["errorIn200", "rejected"],
      ["crash", "rejected"],
      ["reset", "unreachable"],
    ] as const)("an engine that %s is told as %s", async (fault, kind) => {
      await expect(withFault(fault)).rejects.toMatchObject({ kind });
    });

    it("a full one says when to ask again", async () => {
      await expect(withFault("saturated")).rejects.toMatchObject({ kind: "saturated", retryAfterMs: 7000 });
    });

    it("what is no sound is refused in the engine's words", async () => {
      const refused = hear("ko", new TextEncoder().encode("no sound"));
      await expect(refused).rejects.toMatchObject({
        kind: "rejected",
        engineMessage: expect.stringMatching(/audio/),
      });
    });

    it("an abort ends the call and closes the connection", async () => {
      simulator.behave("hang", { next: 1 });
      const before = simulator.requests.length;
      const left = new AbortController();
      const attempt = hear("ko", SPOKEN, left.signal);
      const ended = expect(attempt).rejects.toMatchObject({ kind: "aborted" });
      await expect.poll(() => simulator.requests.length).toBe(before + 1);
      left.abort();
      await ended;
      await expect.poll(() => simulator.requests.at(-1)?.aborted).toBe(true);
      expect(await hear()).toBe(SENTENCES.ko);
    });
  });
}
