import { measureTurn } from "../bench/measure";
import { expect, test } from "./fixtures";
import { openRoom } from "./voice-stage";

const SPEED = 10;
const TURNS = 3;
/** The voice's own, and what another sample rate makes of it. */
const MAX_CLICK = 1.1;
/** New words each turn: what was spoken once is not made again. */
const answer = (_messages: unknown, turn: number) => {
  const word = "달별꽃물"[turn % 4];
  return `${word}이오, 잘 오셨소. ${word}빛이 참 곱구려.`;
};

for (const mode of [2, 0] as const) {
  test.describe(`streaming mode ${mode}`, () => {
    test.use({
      surroundings: {
        ollama: {
          speed: SPEED,
          reply: answer,
        },
        gptSovits: { speed: SPEED },
      },
    });

    test("every segment is heard, joined without a gap or a click, and not before it could be", async ({
      page,
      engines,
      sound,
    }) => {
      const { ollama, gptSovits: voice } = engines;
      if (!ollama || !voice) throw new Error("the engines are missing");
      await page.addInitScript((tts_streaming_mode) => {
        const preferences = { tts_enabled: true, tts_streaming_mode, tts_speed: 1, volume: 1 };
        localStorage.setItem("avatar-forge.speech", JSON.stringify(preferences));
      }, mode);
      await openRoom(page);
      const setting = { page, sound, ollama, voice, mode };
      await measureTurn(setting, "몸을 푸는 첫 대사입니다.");
      for (let turn = 1; turn <= TURNS; turn += 1) {
        const made = voice.log.syntheses.length;
        const { firstSoundMs, floorMs, gapsMs, click } = await measureTurn(
          setting,
          `${turn}번째 대사입니다.`,
        );
        expect(floorMs).toBeGreaterThan(0);
        expect(firstSoundMs).toBeGreaterThanOrEqual(floorMs);
        expect(firstSoundMs).toBeLessThan(20_000);
        for (const gap of gapsMs) expect(gap).toBeLessThanOrEqual(20);
        expect(click).toBeGreaterThan(0);
        expect(click).toBeLessThanOrEqual(MAX_CLICK);
        const spoken = voice.log.syntheses.slice(made);
        expect(spoken.length).toBeGreaterThan(1);
        expect(spoken.every(({ mode: used, finishedAt }) => used === mode && finishedAt !== null)).toBe(true);
      }
    });
  });
}
