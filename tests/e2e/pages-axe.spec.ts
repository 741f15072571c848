import { expectAccessible } from "./accessibility";
import { expect, test } from "./fixtures";
import { RoomPage } from "./room-page";

test.describe.configure({ mode: "parallel" });

for (const mood of ["dark", "light"]) {
  test(`the pages pass axe, ${mood}`, async ({ page, server, context }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await context.addCookies([{ name: "mood", value: mood, url: server.url }]);
    const room = await RoomPage.begin(page, server.url);
    for (const path of [
      "/",
      "/sign-in",
      "/characters/hong-gildong",
      "/settings",
      "/voices",
      "/plays",
      `/play/${room.playId}`,
    ]) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      await expectAccessible(page);
    }
    await page.getByTestId("line-more").last().press("Enter");
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
  });
}
