import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const PLACES = [
  { name: "on the machine itself", publicHost: undefined },
  { name: "on a plain-http name of the network", publicHost: "lan.test" },
];

/** The demo cast's answers are short: a busy machine may need more than one to be caught speaking and writing at once. */
const LINES = [
  "안녕하세요! 오늘은 어떤 하루를 보내셨어요?",
  "당신이 누구인지, 여기서 무엇을 하고 있는지 들려주세요.",
  "무엇이 가장 두려우세요?",
];

for (const { name, publicHost } of PLACES) {
  test.describe(`a fresh machine without engines, ${name}`, () => {
    test.use({ surroundings: { publicHost } });

    test("a sample is heard, then an answer while its words still come", async ({ page, sound }) => {
      test.slow();
      await page.goto("/");
      const card = page.getByTestId("cast-card").first();
      await card.getByTestId("speak-sample").click();
      await sound.waitForSound();

      await card.click();
      await page.waitForURL(/\/play\/[^/?]+$/);
      await watchForSpeechWhileWriting(page);
      for (const line of LINES) {
        await say(page, line);
        if (await wasSeen(page)) break;
      }
      expect(await wasSeen(page)).toBe(true);
      expect(await sound.firstAudibleAt()).not.toBeNull();
    });
  });
}

/** Sends a line and waits until its answer is complete, was heard to its end, and the stage is quiet. */
async function say(page: Page, line: string): Promise<void> {
  const answers = lines(page, "character");
  const before = await answers.count();
  const composer = page.getByTestId("composer");
  await composer.fill(line);
  await composer.press("Enter");
  await expect(lines(page, "user").last()).toContainText(line);
  await expect(answers).toHaveCount(before + 1);
  await expect(answers.last()).toHaveAttribute("data-state", "complete", { timeout: 30_000 });
  await expect(answers.last()).toHaveAttribute("data-speech", "played", { timeout: 45_000 });
  await expect(answers.last().getByTestId("line-text")).not.toBeEmpty();
  await expect(page.getByTestId("stage")).toHaveAttribute("data-speaking", "false");
}

function lines(page: Page, role: "user" | "character") {
  return page.locator(`[data-testid="line"][data-role="${role}"]`);
}

/** Notes in the page itself when the stage speaks while words of a line still come: between two looks it may be over. */
async function watchForSpeechWhileWriting(page: Page): Promise<void> {
  await page.evaluate(() => {
    const both =
      'body:has([data-testid="stage"][data-speaking="true"]):has([data-role="character"][data-state="streaming"])';
    const look = () => {
      if (document.querySelector(both)) document.documentElement.dataset.spokenWhileWriting = "yes";
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

function wasSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.dataset.spokenWhileWriting === "yes");
}
