import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

test.use({ surroundings: { ollama: { models: [], speed: 1 } } });

test("an admin downloads a model from the bar: bytes, a reload, a stop, and then it answers", async ({
  page,
  server,
  engines,
}) => {
  const { pulls } = engines.ollama ?? {};
  if (!pulls || !server.ownerLink) throw new Error("nothing to test with");
  pulls.bytesPerSecond = 2e7;
  await page.goto(server.ownerLink);
  await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
  await page.goto("/");
  const status = page.getByTestId("engine-status");
  const offer = page.getByTestId("model-offer");
  await status.click();
  await expect(offer).toContainText("모델만 없습니다");
  await offer.getByText("다른 모델 보기").click();
  await expectFitsPhone(page);
  await offer.getByRole("button", { name: "gemma3:1b 받기" }).click();
  const bar = offer.getByRole("progressbar");
  await expect(bar).toBeVisible();
  await expect(offer).toContainText(/\d+MB \/ 815MB · \d+MB\/s/);
  await expectFitsPhone(page);

  await page.reload();
  await status.click();
  await expect(bar).toBeVisible();
  await expect(offer).toContainText("gemma3:1b 받는 중");
  await offer.getByRole("button", { name: "멈추기" }).click();
  await expect(offer).toContainText("받기를 멈췄습니다.");
  await expect.poll(() => pulls.log.at(-1)?.outcome).toBe("aborted");

  pulls.fault = "offline";
  await offer.getByRole("button", { name: "gemma3:1b 받기" }).click();
  await expect(offer.getByRole("alert")).toContainText("no such host");
  pulls.fault = null;
  pulls.bytesPerSecond = 1e9;
  await offer.getByRole("button", { name: "gemma3:1b 받기" }).click();
  await expect(offer).toHaveCount(0, { timeout: 15_000 });
  await expect(status).toContainText("Ollama");
  expect(engines.ollama?.options.models.map(({ name }) => name)).toEqual(["gemma3:1b"]);
});

test("anyone else reads whom to ask", async ({ page, engines }) => {
  await page.goto("/");
  await page.getByTestId("engine-status").click();
  const offer = page.getByTestId("model-offer");
  await expect(offer).toContainText("이 서버를 운영하는 분께");
  await expect(offer).toContainText("npm run owner-link");
  await expect(offer.getByRole("button", { name: "받기" })).toHaveCount(0);
  await expectFitsPhone(page);
  expect(engines.ollama?.pulls.log).toEqual([]);
});
