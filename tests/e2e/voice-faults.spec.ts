import type { Page } from "@playwright/test";
import { type GptSovitsFault, spokenSeconds } from "../engines/gpt-sovits";
import { expect, test } from "./fixtures";
import { expectFitsPhone, openRoom, say, soundedSeconds } from "./voice-stage";

const BROKEN = "막힌다.";
const AFTER = "그래도 끝까지 들린다.";
/** A whole file fails in its own way where it is silent or breaks off. */
const FAULTS: Record<0 | 2, readonly GptSovitsFault[]> = {
  2: ["silence", "brokenHeader", "dieMidStream", "refuse"],
  0: ["silence", "dieMidStream"],
};

/** Each turn says something of its own in the sentence that fails: what was spoken once is not synthesised again. */
const broken = (turn: number) => `${"가나다라마바사아"[turn % 8]} ${BROKEN}`;

for (const mode of [2, 0] as const) {
  test.describe(`streaming mode ${mode}`, () => {
    test.use({
      surroundings: {
        ollama: { speed: 10, reply: (_messages, turn) => `자네, ${broken(turn)} ${AFTER}` },
        gptSovits: { speed: 10 },
      },
    });

    test("a sentence whose sound fails stays as text, the next is spoken, retry speaks it", async ({
      page,
      engines,
      sound,
    }) => {
      test.slow();
      const voice = engines.gptSovits;
      if (!voice) throw new Error("no voice");
      await page.addInitScript((tts_streaming_mode) => {
        const preferences = { tts_enabled: true, tts_streaming_mode, tts_speed: 2, volume: 1 };
        localStorage.setItem("avatar-forge.speech", JSON.stringify(preferences));
      }, mode);
      await openRoom(page);

      for (const [turn, fault] of FAULTS[mode].entries()) {
        await test.step(fault, async () => {
          await voice.behave(fault, { matching: BROKEN, afterBytes: 5000 });
          await forgetSound(page);
          const answer = await say(page, `${turn + 1}번째 대사요.`);
          await expect(answer).toHaveAttribute("data-speech", "failed", { timeout: 20_000 });
          await expect(answer).toHaveAttribute("data-state", "complete");
          await expect(answer.getByTestId("line-text")).toHaveText(`자네, ${broken(turn)} ${AFTER}`);
          await expect(answer.getByTestId("notice")).toContainText(/그대로|거절/);
          const failed = voice.log.syntheses.findLast(({ text }) => text.includes(BROKEN));
          expect(failed?.fault).toBe(fault);
          const rest = (spokenSeconds("자네") + spokenSeconds(AFTER)) / 2;
          expect(await soundedSeconds(sound, 0)).toBeGreaterThan(rest - 0.1);
          if (turn === 0) await expectFitsPhone(page);

          await voice.behave("well");
          const retriedAt = Date.now();
          const retry = answer.getByRole("button", { name: "다시 시도" });
          // An engine that broke off may not be back at the first press.
          await expect(async () => {
            if (await retry.isVisible()) await retry.click();
            await expect(answer).toHaveAttribute("data-speech", "played", { timeout: 15_000 });
          }).toPass({ timeout: 50_000 });
          const made = voice.log.syntheses.findLast(({ text }) => text.includes(BROKEN));
          expect(made?.receivedAt).toBeGreaterThan(retriedAt - 1);
          expect(made?.fault).toBeNull();
          await expect(answer.getByTestId("notice")).toBeHidden();
        });
      }
    });
  });
}

test.describe("an engine that hangs and is started again", () => {
  test.use({
    surroundings: {
      ollama: { speed: 10, reply: () => `자네, 말이 ${BROKEN} ${AFTER}` },
      gptSovits: { speed: 10 },
    },
  });

  test("the answer stands as text meanwhile, and is spoken by itself afterwards", async ({
    page,
    engines,
    sound,
  }) => {
    const voice = engines.gptSovits;
    if (!voice) throw new Error("no voice");
    await openRoom(page);
    await voice.behave("hang", { matching: BROKEN, next: 1 });
    const sentAt = Date.now();
    const answer = await say(page, "들리시오?");
    await expect(answer).toHaveAttribute("data-state", "complete");
    await expect(answer.getByTestId("line-text")).toHaveText(`자네, 말이 ${BROKEN} ${AFTER}`);
    await expect.poll(() => voice.log.syntheses.some(({ fault }) => fault === "hang")).toBe(true);
    await sound.waitForSilence();
    await expect(answer).not.toHaveAttribute("data-speech", /played|failed/);

    await voice.restart();
    await expect(answer).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
    const all = spokenSeconds("자네") + spokenSeconds(`말이 ${BROKEN}`) + spokenSeconds(AFTER);
    expect(await soundedSeconds(sound, sentAt)).toBeGreaterThan(all - 0.1);
    await expect(answer.getByTestId("notice")).toBeHidden();
  });
});

/** What was heard before is of no interest; handing minutes of it over takes longer than the turn. */
async function forgetSound(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const track of window.soundRecording?.tracks ?? []) track.chunks.length = 0;
  });
}
