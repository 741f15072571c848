import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { startGptSovitsApi2 } from "../engines/gpt-sovits-api2";
import { startHiggs } from "../engines/higgs";
import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

test.use({ surroundings: { gptSovits: { speed: 10 } } });

/** More than eleven seconds of a speaker: longer than an engine takes. */
function longRecording(): Buffer {
  const clip = readFileSync("lib/voices/references/alice.wav");
  const sound = clip.subarray(44);
  const whole = Buffer.concat([clip.subarray(0, 44), sound, sound, sound]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole.writeUInt32LE(whole.length - 44, 40);
  return whole;
}

async function becomeOwner(page: Page, link: string | null | undefined): Promise<void> {
  if (!link) throw new Error("no owner link was printed");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
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
  await page.getByLabel("설명", { exact: true }).fill("내가 씀");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByTestId("notice")).toContainText("다른 관리자가 먼저 저장했습니다.");
  await expect(page.getByTestId("notice")).toContainText("설명");
  const stored = await page.request.get(`/api/voices/${id}`);
  expect(((await stored.json()) as { data: { description: string } }).data.description).toBe("다른 이가 씀");
  await page.getByRole("button", { name: "내 것으로 저장" }).click();
  await expect(page.getByTestId("notice")).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "저장했습니다" })).toBeVisible();
});

test.describe("an empty studio and three engines", () => {
  test.use({
    surroundings: {
      gptSovits: { speed: 10 },
      env: { LLM_SERVICE: "demo", TTS_REFERENCE_DIR: "/nowhere" },
    },
  });

  test("by keyboard to a character in a new voice; what is wrong on the way is explained", async ({
    page,
    server,
  }) => {
    const [higgs, api2] = await Promise.all([startHiggs({ speed: 10 }), startGptSovitsApi2({ speed: 10 })]);
    try {
      await becomeOwner(page, server.ownerLink);
      await page.goto("/admin/voices");

      // The engine's machine sees another folder.
      const blind = page.getByTestId("engine").filter({ hasText: "GPT-SoVITS (api_v2)" });
      await expect(blind).toContainText("켜짐");
      await blind.getByRole("button", { name: "GPT-SoVITS에게 한 대사 시켜 보기" }).press("Enter");
      await expect(blind.locator('[data-step="reference"]')).toContainText("TTS_REFERENCE_DIR");
      await expect(blind.locator(".trial-folder")).toContainText("/nowhere");

      // One that takes clips by upload, and an old one without Korean.
      const take = async (url: string) => {
        await page.getByLabel("주소").fill(url);
        await page.getByLabel("주소").press("Enter");
        await expect(page.getByTestId("detection").locator("h3")).not.toBeEmpty();
        await page
          .getByTestId("detection")
          .locator("xpath=../..")
          .getByLabel("이름", { exact: true })
          .press("Enter");
      };
      await page.getByLabel("주소").fill(api2.url);
      await page.getByLabel("주소").press("Enter");
      await expect(page.getByTestId("detection")).toContainText("한국어");
      await take(api2.url);
      await expect(page.getByTestId("engine").filter({ hasText: "GPT-SoVITS (api2)" })).toBeVisible();
      await take(higgs.url);
      const doctor = page.locator("section", { has: page.getByLabel("주소") });
      await expect(doctor.locator('[data-step="speech"]')).toHaveAttribute("data-ok", "true");

      await page.getByRole("link", { name: "새 목소리" }).press("Enter");
      await page.getByLabel("목소리 이름").fill("봄");
      await page.getByLabel("목소리 이름").press("Enter");
      await expect(page.getByRole("heading", { level: 1, name: "봄" })).toBeVisible();
      const id = new URL(page.url()).searchParams.get("voice") ?? "";

      // Eleven seconds are cut here; sent whole they are refused.
      const whole = await page.request.post(`/api/voices/${id}/reference`, {
        headers: { origin: server.url },
        multipart: { audio: { name: "long.wav", mimeType: "audio/wav", buffer: longRecording() } },
      });
      expect(whole.status()).toBe(400);
      expect(await whole.text()).toContain("10");
      await page.locator('input[type="file"][accept="audio/*"]').setInputFiles({
        name: "spring.wav",
        mimeType: "audio/wav",
        buffer: longRecording(),
      });
      await expect(page.locator('[data-code="length"]')).toHaveAttribute("data-level", "good");
      await page.getByLabel("받아쓰기").fill("꽃이 피면 다시 오겠네.");
      await page.getByLabel("받아쓰기").press("Tab");
      await page.getByRole("button", { name: "기준 음성으로 쓰기" }).press("Enter");
      await expect(page.getByTestId("reference")).toContainText("꽃이 피면 다시 오겠네.");

      const madeFor = async (kind: string) => {
        const pools = page.getByLabel("말하는 엔진").locator("option", { hasText: kind });
        await page.getByLabel("말하는 엔진").selectOption((await pools.getAttribute("value")) ?? "");
        await page.getByRole("button", { name: "저장", exact: true }).press("Enter");
        await expect(page.getByRole("status").filter({ hasText: "저장했습니다" })).toBeVisible();
      };
      const takes = page.getByTestId("take");
      await madeFor("GPT-SoVITS api2");
      await page.getByRole("button", { name: "A만 만들기" }).press("Enter");
      await expect(takes.first().locator(".trouble")).toContainText("언어");
      await madeFor("Higgs Audio");
      await page.getByRole("button", { name: "A만 만들기" }).press("Enter");
      await expect(takes.first().locator(".take-facts")).toContainText("첫 소리");

      await page.getByRole("link", { name: "배역" }).press("Enter");
      const alice = page.getByTestId("casting").filter({ has: page.getByLabel("앨리스의 목소리") });
      await alice.getByRole("combobox").press("End");
      await expect(alice.getByRole("combobox")).toHaveValue(id);
      await expect(alice).not.toHaveAttribute("data-problem", "true");
      const before = higgs.log.requests.length;
      await alice.getByRole("button", { name: /듣기/ }).press("Enter");
      await expect.poll(() => higgs.log.requests.length).toBeGreaterThan(before);
      await expectFitsPhone(page);

      // It dies in the test bench.
      await page.goto(`/admin/voices?voice=${id}`);
      await higgs.close();
      await page.getByLabel("시험할 대사").fill("이제 아무도 없는가?");
      await page.getByRole("button", { name: "A만 만들기" }).press("Enter");
      await expect(takes.first().locator(".trouble")).toContainText("엔진");
    } finally {
      await Promise.all([higgs.close(), api2.close()]);
    }
  });
});
