import { expectAccessible } from "./accessibility";
import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

test("plays are found, renamed, taken back and deleted on their shelf and in their room", async ({
  page,
}) => {
  await page.goto("/");
  await page.waitForLoadState("networkidle");
  await page.evaluate(async () => {
    const headers = { "Content-Type": "application/json" };
    const begin = (character_id: string) =>
      fetch("/api/sessions", {
        method: "POST",
        headers,
        body: JSON.stringify({ character_id, language: "ko" }),
      });
    await begin("alice");
    await Promise.all(Array.from({ length: 31 }, () => begin("hong-gildong")));
  });
  await page.reload();
  await page.getByTestId("all-plays").click();
  await page.waitForURL("**/plays");
  const plays = page.getByTestId("shelf-play");
  await expect(plays).toHaveCount(30);
  await plays.last().scrollIntoViewIfNeeded();
  await expect(plays).toHaveCount(32);

  await page.getByRole("searchbox").fill("앨리스");
  await expect(plays).toHaveCount(1);
  await plays.getByRole("button", { name: /제목 바꾸기/ }).click();
  await page.keyboard.type("토끼 굴");
  await page.keyboard.press("Enter");
  await expect(plays.getByRole("link", { name: "토끼 굴" })).toBeVisible();
  await plays.getByRole("button", { name: /파일로 받기/ }).click();
  const taken = page.waitForEvent("download");
  await plays.getByRole("link", { name: /txt/ }).click();
  expect((await taken).suggestedFilename()).toContain("토끼 굴");

  await plays.getByRole("button", { name: /지우기$/ }).click();
  await expect(plays).toHaveCount(0);
  await expectAccessible(page);
  await page.getByTestId("removed").getByRole("button").click();
  await expect(plays).toHaveCount(1);
  await expectFitsPhone(page);

  await plays.getByRole("link", { name: "토끼 굴" }).click();
  await page.waitForURL(/\/play\//);
  await page.getByTestId("play-menu").click();
  await page.getByRole("button", { name: "이 공연 지우기" }).click();
  await page.getByRole("button", { name: "정말로 지우기" }).click();
  await page.waitForURL("**/plays");
  await expect(plays).toHaveCount(30);
  await expect(page.getByRole("link", { name: "토끼 굴" })).toHaveCount(0);
});
