import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

test.use({ surroundings: { gptSovits: { speed: 10 }, recognition: { speed: 100 } } });

test("a voice is recorded with the microphone, its words are written down and corrected, and it speaks", async ({
  page,
  context,
  server,
  engines,
}) => {
  // It waits for a countdown and four seconds of recording.
  test.slow();
  await context.grantPermissions(["microphone"]);
  await page.goto(server.ownerLink ?? "");
  await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
  const made = await page.request.post("/api/voices", {
    data: { name: "겨울", language: "ko" },
    headers: { origin: server.url },
  });
  const { id } = ((await made.json()) as { data: { id: string } }).data;
  await page.goto(`/admin/voices?voice=${id}`);

  await page.getByRole("button", { name: "녹음하기" }).click();
  const microphone = page.getByTestId("microphone");
  await expect(microphone).toHaveAttribute("data-state", "open");
  await expect(microphone.getByLabel("마이크").locator("option")).not.toHaveCount(0);
  const level = microphone.getByRole("meter", { name: "소리 크기" });
  await expect.poll(() => level.evaluate((meter: HTMLMeterElement) => meter.value)).toBeGreaterThan(20);
  await expectFitsPhone(page);
  await microphone.getByRole("button", { name: "시작" }).click();
  await expect(microphone).toHaveAttribute("data-state", "counting");
  await expect(microphone).toContainText("4초", { timeout: 15_000 });
  await microphone.getByRole("button", { name: "멈추기" }).click();
  await expect(microphone).toHaveCount(0);

  const length = page.getByTestId("reference-checks").locator('[data-code="length"]');
  await expect(length).toBeVisible();
  await page.getByRole("button", { name: "받아쓰게 하기" }).click();
  const words = page.getByLabel("받아쓰기");
  await expect(words).toHaveValue("눈이 그치면 불빛이 돌아왔지.");
  expect(engines.recognition?.requests.at(-1)).toMatchObject({ language: "ko", isWav: true });
  await words.fill("눈이 그치면, 불빛이 돌아왔지.");
  await page.getByLabel("누구의 허락").fill("본인");
  const trim = page.getByLabel("앞뒤 침묵 자르기");
  await trim.uncheck();
  await expect(length).toHaveAttribute("data-level", "good");
  await page.getByRole("button", { name: "기준 음성으로 쓰기" }).click();
  await expect(page.getByTestId("reference")).toContainText("눈이 그치면, 불빛이 돌아왔지.");
});
