import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

test.use({ surroundings: { gptSovits: { speed: 10 } } });

/** Twelve seconds of a speaker: longer than an engine takes. */
function longRecording(): Buffer {
  const clip = readFileSync("lib/voices/references/alice.wav");
  const sound = clip.subarray(44);
  const whole = Buffer.concat([clip.subarray(0, 44), sound, sound, sound]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole.writeUInt32LE(whole.length - 44, 40);
  return whole;
}

test("from an empty studio to a new voice that speaks; a second admin overwrites nothing", async ({
  page,
  server,
  engines,
}) => {
  await page.goto("/admin/voices");
  await expect(page.getByRole("heading", { name: "이 극장에는 아직 주인이 없습니다." })).toBeVisible();
  await page.getByRole("button", { name: "주인 되기" }).click();
  const card = page.getByTestId("engine").filter({ hasText: "GPT-SoVITS" });
  await expect(card).toContainText("켜짐");
  await page.getByLabel("주소").fill("http://127.0.0.1:2");
  await page.getByRole("button", { name: "살펴보기" }).click();
  await expect(page.getByTestId("detection").locator(".trouble")).toBeVisible();

  await page.getByRole("link", { name: "새 목소리" }).click();
  await page.getByLabel("목소리 이름").fill("겨울");
  await page.getByLabel("목소리 이름").press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "겨울" })).toBeVisible();

  await page.locator('input[type="file"][accept="audio/*"]').setInputFiles({
    name: "winter.wav",
    mimeType: "audio/wav",
    buffer: longRecording(),
  });
  const checks = page.getByTestId("reference-checks");
  await expect(checks.locator('[data-code="length"]')).toHaveAttribute("data-level", "good");
  await page.getByLabel("끝 (초)").fill("4.5");
  await page.getByLabel("끝 (초)").press("Tab");
  await expect(checks.locator('[data-code="length"]')).toContainText("4");
  await page.getByLabel("받아쓰기").fill("눈이 그치면 불빛이 돌아왔지.");
  await page.getByLabel("누구의 허락").fill("본인");
  await page.getByRole("button", { name: "기준 음성으로 쓰기" }).click();
  await expect(page.getByTestId("reference")).toContainText("눈이 그치면 불빛이 돌아왔지.");

  await page.getByRole("button", { name: "두 테이크 만들기" }).click();
  await expect(page.locator(".take-facts").first()).toContainText("첫 소리");
  const said = engines.gptSovits?.log.syntheses.at(-1);
  expect(said?.promptText).toBe("눈이 그치면 불빛이 돌아왔지.");
  expect(said?.refAudioPath).toMatch(/[0-9a-f]{64}\.wav$/);
  await expectFitsPhone(page);

  const id = new URL(page.url()).searchParams.get("voice") ?? "";
  const other = await page.request.put(`/api/voices/${id}`, {
    data: { description: "다른 이가 씀" },
    headers: { origin: server.url },
  });
  expect(other.status()).toBe(200);
  await page.getByLabel("설명").fill("내가 씀");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByTestId("notice")).toContainText("다른 관리자가 먼저 저장했습니다.");
  await expect(page.getByTestId("notice")).toContainText("설명");
  const stored = await page.request.get(`/api/voices/${id}`);
  expect(((await stored.json()) as { data: { description: string } }).data.description).toBe("다른 이가 씀");
  await page.getByRole("button", { name: "내 것으로 저장" }).click();
  await expect(page.getByTestId("notice")).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "저장했습니다" })).toBeVisible();
});
