import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { RoomPage } from "./room-page";

const AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

test.describe.configure({ mode: "parallel" });

for (const mood of ["dark", "light"]) {
  test(`the pages pass axe, ${mood}`, async ({ page, server, context }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await context.addCookies([{ name: "mood", value: mood, url: server.url }]);
    const room = await RoomPage.begin(page, server.url);
    for (const path of ["/", "/characters/hong-gildong", "/settings", "/voices", `/play/${room.playId}`]) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      expect([path, await violations(page)]).toEqual([path, []]);
    }
    await page.getByTestId("line-more").last().press("Enter");
    await expect(page.getByRole("menu")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(AXE_RULES).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}
