import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

test.use({ surroundings: { gptSovits: { speed: 10 }, env: { OWN_VOICES: "everyone" } } });

test("a person clones a voice that speaks for them alone, and deletes it", async ({
  page,
  browser,
  server,
  engines,
}) => {
  test.slow();
  await page.goto("/voices");
  await page.getByLabel("목소리 이름").fill("우리 할머니");
  await page.getByLabel("목소리 이름").press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "우리 할머니" })).toBeVisible();

  await page.locator('input[type="file"][accept="audio/*"]').setInputFiles({
    name: "grandmother.wav",
    mimeType: "audio/wav",
    buffer: readFileSync("lib/voices/references/alice.wav"),
  });
  const checks = page.getByTestId("reference-checks");
  await expect(checks.locator('[data-code="length"]')).toHaveAttribute("data-level", "good");
  await page.getByLabel("받아쓰기").fill("눈이 그치면 불빛이 돌아왔지.");
  const add = page.getByRole("button", { name: "기준 음성으로 쓰기" });
  await expect(add).toBeDisabled();
  await page.getByLabel("누구의 허락").fill("할머니, 직접 허락하심");
  await add.click();
  await expect(page.getByTestId("reference")).toContainText("할머니, 직접 허락하심");
  await page.getByRole("button", { name: "우리 할머니 목소리 듣기" }).click();
  await expect
    .poll(() => engines.gptSovits?.log.syntheses.at(-1)?.promptText)
    .toBe("눈이 그치면 불빛이 돌아왔지.");
  await expectFitsPhone(page);

  const other = await browser.newContext({ locale: "ko-KR", baseURL: server.url });
  const stranger = await other.newPage();
  await stranger.goto(page.url());
  await expect(stranger.getByText("그런 목소리가 없습니다", { exact: false })).toBeVisible();

  await page.goto("/voices");
  await page.getByLabel("목소리 이름").fill("모르는 이");
  await page.getByLabel("목소리 이름").press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "모르는 이" })).toBeVisible();
  await stranger.goto(server.ownerLink ?? "");
  await expect(stranger.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
  await stranger.goto("/admin/voices?show=own");
  const listed = stranger.getByTestId("peoples-voice");
  await expect(listed.filter({ hasText: "우리 할머니" })).toContainText("할머니, 직접 허락하심");
  const unknown = listed.filter({ hasText: "모르는 이" });
  await unknown.getByRole("button", { name: "완전히 지우기" }).click();
  await unknown.getByRole("button", { name: "정말 지울까요? 주인에게 알려집니다" }).click();
  await expect(unknown).toHaveCount(0);
  await other.close();
  await page.goto("/voices");
  await expect(page.getByTestId("notice")).toContainText("서버 주인이 목소리 “모르는 이”");
  await page.getByRole("button", { name: "알겠습니다" }).click();
  await expect(page.getByTestId("notice")).toHaveCount(0);
  await page.getByRole("link", { name: "우리 할머니" }).click();

  await page.getByRole("button", { name: "완전히 지우기" }).click();
  await page.getByRole("button", { name: "정말 이 목소리를 지울까요?" }).click();
  await expect(page.getByRole("navigation", { name: "내 목소리" })).not.toContainText("우리 할머니");
});
