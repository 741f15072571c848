import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { ANSWERS, ENGINES, enginesFound, hurry, RoomPage } from "./room-page";

/** What the person may hear after a stop, and how exactly the recorder tells: it stamps stretches of 21 ms. */
const SILENT_WITHIN_MS = 100 + 25;

test.use({ surroundings: ENGINES });
test.beforeEach(({ server }) => enginesFound(server.url));

test("stop silences at once, keeps what was heard, and frees both engines", async ({
  page,
  engines,
  sound,
}) => {
  const room = await RoomPage.begin(page);
  await room.say("안녕하시오.");
  await expect(room.stage).toHaveAttribute("data-speaking", "true");
  await room.midAnswer(20);
  await sound.waitForSound();
  const stoppedAt = await actAt(page, "click", () => page.getByTestId("stop").click());

  await expect(room.lastAnswer).toHaveAttribute("data-state", "interrupted");
  await expect(room.stage).toHaveAttribute("data-speaking", "false");
  await expect(room.lastAnswer.locator(".heard-mark")).toBeVisible();
  await sound.waitForSilence();
  expect((await sound.lastAudibleAt()) ?? 0).toBeLessThan(stoppedAt + SILENT_WITHIN_MS);
  await engines.ollama?.whenIdle();
  await engines.gptSovits?.whenIdle();
  expect(engines.ollama?.log.requests.at(-1)).toMatchObject({ aborted: true });
  const [, answer] = await room.stored();
  expect(answer).toMatchObject({ status: "interrupted" });
  expect(answer?.heard_until).toBeGreaterThan(0);
  expect(answer?.heard_until).toBeLessThan(answer?.content.length ?? 0);
});

test("a line sent while the character speaks cuts in the same way", async ({ page, engines, sound }) => {
  const room = await RoomPage.begin(page);
  await room.say("안녕하시오.");
  await expect(room.stage).toHaveAttribute("data-speaking", "true");
  await room.midAnswer(20);
  await sound.waitForSound();
  // The answer to it comes late, so that what sounds right after the cut can only be the old one.
  if (engines.ollama) engines.ollama.options.firstTokenMs = 2500;
  await room.composer.fill("잠깐만.");
  const sentAt = await actAt(page, "keydown", () => room.composer.press("Enter"));

  const first = room.lines("character").nth(1);
  await expect(first).toHaveAttribute("data-state", "interrupted");
  await expect(first.locator(".heard-mark")).toBeVisible();
  await sound.waitForSilence();
  expect((await sound.lastAudibleAt()) ?? 0).toBeLessThan(sentAt + SILENT_WITHIN_MS);
  hurry(engines);
  await room.isAnswered(ANSWERS[1]);
  await sound.waitForSound({ after: sentAt + SILENT_WITHIN_MS });
  expect(await room.stored()).toMatchObject([
    { content: "안녕하시오." },
    { status: "interrupted" },
    { content: "잠깐만." },
    { content: ANSWERS[1], status: "complete" },
  ]);
});

/** Does it, and returns when the page itself got the event (epoch ms): the way there is the test's, not the room's. */
async function actAt(page: Page, event: "click" | "keydown", act: () => Promise<void>): Promise<number> {
  await page.evaluate((name) => {
    const note = () => {
      document.documentElement.dataset.actedAt = String(Date.now());
    };
    document.addEventListener(name, note, { capture: true, once: true });
  }, event);
  await act();
  return Number(await page.evaluate(() => document.documentElement.dataset.actedAt));
}
