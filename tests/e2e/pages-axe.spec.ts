import { expectAccessible } from "./accessibility";
import { expect, test } from "./fixtures";
import { RoomPage } from "./room-page";

test.describe.configure({ mode: "parallel" });

for (const mood of ["dark", "light"]) {
  test(`the pages pass axe, ${mood}`, async ({ page, server, context }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await context.addCookies([{ name: "mood", value: mood, url: server.url }]);
    const { playId } = await RoomPage.begin(page, server.url);
    for (const path of [
      "/",
      "/sign-in",
      "/characters/hong-gildong",
      "/settings",
      "/voices",
      "/docs",
      `/play/${playId}`,
    ]) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      await expectAccessible(page);
    }
    await page.goto(server.ownerLink ?? "");
    await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
    await page.goto("/settings");
    await page.getByRole("link", { name: "사람들" }).click();
    await expect(page.getByTestId("person").first()).toBeVisible();
    await expectAccessible(page);
    await page.goto(`/play/${playId}`);
    await page.getByTestId("line-more").last().press("Enter");
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
  });
}
