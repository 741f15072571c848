import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { startGptSovitsApi2 } from "../engines/gpt-sovits-api2";
import { startHiggs } from "../engines/higgs";
import { expect, test } from "./fixtures";
import { expectFitsPhone, say } from "./voice-stage";

/** Eleven seconds of a speaker: longer than an engine takes. */
function elevenSeconds(): Buffer {
  const clip = readFileSync("lib/voices/references/alice.wav");
  const sound = clip.subarray(44);
  const bytes = 11 * clip.readUInt32LE(28);
  const whole = Buffer.concat([clip.subarray(0, 44), sound, sound, sound]).subarray(0, 44 + bytes);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole.writeUInt32LE(whole.length - 44, 40);
  return whole;
}

const RECORDING = { name: "spring.wav", mimeType: "audio/wav", buffer: elevenSeconds() };

/** How a person works a button or a link. */
const WAYS = {
  mouse: (target: Locator) => target.click(),
  keyboard: (target: Locator) => target.press("Enter"),
};

/** Draws an end of the lit stretch along the waveform, as a hand with a mouse does. */
async function dragEnd(page: Page, pixels: number): Promise<void> {
  const handle = page.locator('.region-wave [part~="region-handle-right"]');
  await handle.evaluate((end) => end.scrollIntoView({ block: "center" }));
  const box = await handle.boundingBox();
  if (!box) throw new Error("the stretch has no handle");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + pixels / 2, y, { steps: 4 });
  await page.mouse.move(x + pixels, y, { steps: 4 });
  await page.mouse.up();
}

test.describe("an empty studio and three engines", () => {
  test.use({
    surroundings: {
      gptSovits: { speed: 10 },
      env: { LLM_SERVICE: "demo", TTS_REFERENCE_DIR: "/nowhere" },
    },
  });

  for (const [way, press] of Object.entries(WAYS)) {
    test(`by ${way} to a character in a new voice; what is wrong on the way is explained`, async ({
      page,
      server,
      sound,
    }) => {
      test.slow();
      const [higgs, api2] = await Promise.all([startHiggs({ speed: 10 }), startGptSovitsApi2({ speed: 10 })]);
      try {
        await page.goto("/admin/voices");
        await expect(page.getByRole("heading", { name: "이 극장에는 아직 주인이 없습니다." })).toBeVisible();
        await press(page.getByRole("button", { name: "주인 되기" }));

        // The engine's machine sees another folder.
        const blind = page.getByTestId("engine").filter({ hasText: "GPT-SoVITS (api_v2)" });
        await expect(blind).toContainText("켜짐");
        await expect(page.getByTestId("recognition")).toContainText("ASR_BASE_URL");
        await press(blind.getByRole("button", { name: "GPT-SoVITS에게 한 대사 시켜 보기" }));
        await expect(blind.locator('[data-step="reference"]')).toContainText("TTS_REFERENCE_DIR");
        await expect(blind.locator(".trial-folder")).toContainText("/nowhere");

        // One that takes clips by upload, and an old one without Korean; at a third address is nobody.
        const look = async (url: string) => {
          await page.getByLabel("주소").fill(url);
          await press(page.getByRole("button", { name: "살펴보기" }));
          await expect(page.getByTestId("detection").locator("h3")).not.toBeEmpty();
        };
        await look("http://127.0.0.1:2");
        await expect(page.getByTestId("detection").locator(".trouble")).toBeVisible();
        await look(api2.url);
        await expect(page.getByTestId("detection")).toContainText("한국어");
        await press(page.getByRole("button", { name: "엔진 더하기" }));
        await expect(page.getByTestId("engine").filter({ hasText: "GPT-SoVITS (api2)" })).toBeVisible();
        await look(higgs.url);
        await expect(page.locator('[data-hint="revision"]')).toContainText("basic");
        await press(page.getByRole("button", { name: "엔진 더하기" }));
        const doctor = page.locator("section", { has: page.getByLabel("주소") });
        await expect(doctor.locator('[data-step="speech"]')).toHaveAttribute("data-ok", "true");

        await press(page.getByRole("link", { name: "새 목소리" }));
        await page.getByLabel("목소리 이름").fill("봄");
        await press(page.getByRole("button", { name: "만들기", exact: true }));
        await expect(page.getByRole("heading", { level: 1, name: "봄" })).toBeVisible();
        const id = new URL(page.url()).searchParams.get("voice") ?? "";

        // Eleven seconds: told beside the recording, told of the stretch, refused; then cut.
        await page.locator('input[type="file"][accept="audio/*"]').setInputFiles(RECORDING);
        await expect(page.getByTestId("recording-long")).toContainText("11.0초");
        const length = page.locator('[data-code="length"]');
        await expect(length).toHaveAttribute("data-level", "good");
        await page.getByLabel("앞뒤 침묵 자르기").uncheck();
        await page.getByLabel("끝 (초)").fill("11");
        await page.getByLabel("끝 (초)").press("Tab");
        await expect(length).toHaveAttribute("data-level", "bad");
        await page.getByLabel("받아쓰기").fill("꽃이 피면 다시 오겠네.");
        const add = page.getByRole("button", { name: "기준 음성으로 쓰기" });
        await press(add);
        await expect(page.getByRole("alert").filter({ hasText: "11" })).toContainText("10");
        const whole = await page.request.post(`/api/voices/${id}/reference`, {
          headers: { origin: server.url },
          multipart: { audio: RECORDING },
        });
        expect(whole.status()).toBe(400);
        expect(await whole.json()).toMatchObject({ error: { code: "VALIDATION_ERROR" } });
        await page.getByLabel("끝 (초)").fill("6");
        await page.getByLabel("끝 (초)").press("Tab");
        await expect(length).toHaveAttribute("data-level", "good");
        if (way === "mouse") {
          await dragEnd(page, -80);
          await expect(page.getByLabel("끝 (초)")).not.toHaveValue("6.0");
          await expect(length).toHaveAttribute("data-level", "good");
        }
        await press(add);
        await expect(page.getByTestId("reference")).toContainText("꽃이 피면 다시 오겠네.");

        const madeFor = async (kind: string) => {
          const field = page.getByLabel("말하는 엔진");
          const pools = field.locator("option", { hasText: kind });
          await field.selectOption((await pools.getAttribute("value")) ?? "");
          await press(page.getByRole("button", { name: "저장", exact: true }));
          await expect(page.getByRole("status").filter({ hasText: "저장했습니다" })).toBeVisible();
        };
        const [first, second] = [page.getByTestId("take").first(), page.getByTestId("take").nth(1)];
        await madeFor("GPT-SoVITS api2");
        await press(page.getByRole("button", { name: "A만 만들기" }));
        await expect(first.locator(".trouble")).toContainText("언어");
        // The same line by another engine, side by side; the better one is kept.
        const other = second.getByLabel("B의 엔진");
        const ofHiggs = other.locator("option", { hasText: "Higgs Audio" });
        await other.selectOption((await ofHiggs.getAttribute("value")) ?? "");
        await press(page.getByRole("button", { name: "B만 만들기" }));
        await expect(second.locator(".take-facts")).toContainText("첫 소리");
        await press(second.getByRole("button", { name: "이 엔진으로 하기" }));
        await expect(page.getByLabel("말하는 엔진").locator("option:checked")).toContainText("Higgs Audio");

        await press(page.getByRole("link", { name: "배역" }));
        const alice = page.getByTestId("casting").filter({ has: page.getByLabel("앨리스의 목소리") });
        if (way === "mouse") await alice.getByRole("combobox").selectOption(id);
        else await alice.getByRole("combobox").press("End");
        await expect(alice.getByRole("combobox")).toHaveValue(id);
        await expect(alice).not.toHaveAttribute("data-problem", "true");
        const before = higgs.log.requests.length;
        const pressedAt = Date.now();
        await press(alice.getByRole("button", { name: /듣기/ }));
        await expect.poll(() => higgs.log.requests.length).toBeGreaterThan(before);
        await sound.waitForSound({ after: pressedAt });
        await expectFitsPhone(page);

        // The character speaks so in a play, too.
        await page.goto("/play?character=alice");
        await page.waitForURL(/\/play\/[^/?]+$/);
        const answer = await say(page, "봄이 왔소?");
        await expect(answer).toHaveAttribute("data-speech", "played", { timeout: 30_000 });
        const spoken = higgs.log.of("/generate/voice-clone").at(-1);
        expect(spoken?.body).toMatchObject({ reference_voice: expect.stringMatching(/^forge-/) });

        // It dies in the test bench.
        await page.goto(`/admin/voices?voice=${id}`);
        await higgs.close();
        await page.getByLabel("시험할 대사").fill("이제 아무도 없는가?");
        await press(page.getByRole("button", { name: "A만 만들기" }));
        await expect(first.locator(".trouble")).toContainText("엔진");
      } finally {
        await Promise.all([higgs.close(), api2.close()]);
      }
    });
  }
});

test.describe("two admins", () => {
  test.use({ surroundings: { gptSovits: { speed: 10 } } });

  test("write on one voice: the second is told, and nothing is overwritten", async ({ page, server }) => {
    await page.goto(server.ownerLink ?? "");
    await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
    const headers = { origin: server.url };
    const made = await page.request.post("/api/voices", { data: { name: "겨울", language: "ko" }, headers });
    const { id } = ((await made.json()) as { data: { id: string } }).data;
    await page.goto(`/admin/voices?voice=${id}`);
    await expect(page.getByRole("heading", { level: 1, name: "겨울" })).toBeVisible();
    const data = { description: "다른 이가 씀" };
    expect((await page.request.put(`/api/voices/${id}`, { data, headers })).status()).toBe(200);
    await page.getByLabel("설명", { exact: true }).fill("내가 씀");
    await page.getByRole("button", { name: "저장", exact: true }).click();
    await expect(page.getByTestId("notice")).toContainText("다른 관리자가 먼저 저장했습니다.");
    await expect(page.getByTestId("notice")).toContainText("설명");
    const stored = await page.request.get(`/api/voices/${id}`);
    expect(await stored.json()).toMatchObject({ data });
    await page.getByRole("button", { name: "내 것으로 저장" }).click();
    await expect(page.getByTestId("notice")).toHaveCount(0);
    await expect(page.getByRole("status").filter({ hasText: "저장했습니다" })).toBeVisible();
  });
});
