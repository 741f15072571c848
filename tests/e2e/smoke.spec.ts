import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const PLACES = [
  { name: "on the machine itself", publicHost: undefined },
  { name: "on a plain-http name of the network", publicHost: "lan.test" },
];

for (const { name, publicHost } of PLACES) {
  test.describe(`a fresh machine without engines, ${name}`, () => {
    test.use({ surroundings: { publicHost } });

    test("a sample is heard, then an answer while its words still come", async ({ page, sound }) => {
      await page.goto("/");
      const card = page.getByTestId("cast-card").first();
      await card.getByTestId("speak-sample").click();
      await sound.waitForSound();

      await card.click();
      await page.waitForURL(/\/play\/[^/?]+$/);
      const composer = page.getByTestId("composer");
      await composer.fill("안녕하세요! 오늘은 어떤 하루를 보내셨어요?");
      const begin = Date.now();
      await composer.press("Enter");
      await expect(lines(page, "user").last()).toContainText("오늘은 어떤 하루를");

      await page.waitForFunction(() => {
        const stage = document.querySelector('[data-testid="stage"]');
        const answer = [...document.querySelectorAll('[data-testid="line"][data-role="character"]')].pop();
        const words = answer?.querySelector('[data-testid="line-text"]')?.textContent ?? "";
        return (
          stage?.getAttribute("data-speaking") === "true" &&
          answer?.getAttribute("data-state") === "streaming" &&
          words.length > 0
        );
      });
      await sound.waitForSound({ after: begin });

      const answer = lines(page, "character").last();
      await expect(answer).toHaveAttribute("data-state", "complete", { timeout: 30_000 });
      await expect(answer).toHaveAttribute("data-speech", "played", { timeout: 45_000 });
      await expect(page.getByTestId("stage")).toHaveAttribute("data-speaking", "false");
    });
  });
}

function lines(page: Page, role: "user" | "character") {
  return page.locator(`[data-testid="line"][data-role="${role}"]`);
}
