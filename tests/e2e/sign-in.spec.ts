import type { Page } from "@playwright/test";
import { type GoogleSimulator, MINA, startGoogle } from "../engines/google";
import { googleSettings } from "../support/google";
import { test as base, expect } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

const test = base.extend<{ google: GoogleSimulator }>({
  google: async ({ browserName: _ }, use) => {
    const google = await startGoogle();
    await use(google);
    await google.close();
  },
  surroundings: async ({ google }, use) => {
    await use({ env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded", ...googleSettings(google) } });
  },
});

const makeCharacter = async (page: Page, name: string): Promise<string> => {
  const made = await page.request.post("/api/characters", {
    data: { name },
    headers: { origin: new URL(page.url()).origin },
  });
  return ((await made.json()) as { data: { id: string } }).data.id;
};
const card = (page: Page, id: string) => page.locator(`[data-testid="cast-card"][data-character-id="${id}"]`);

test("a guest signs in, brings everything along, meets nobody else's things, signs out and deletes themselves", async ({
  page,
  browser,
  google,
  baseURL,
}) => {
  await page.goto("/");
  const first = await makeCharacter(page, "달빛");
  // Denied once: the page says so, and nothing is lost.
  google.person = "deny";
  await page.getByRole("link", { name: "로그인" }).click();
  await page.getByRole("link", { name: "Google로 계속하기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Google에서 취소했습니다." })).toBeVisible();
  await expectFitsPhone(page);
  google.person = MINA;
  await page.getByRole("link", { name: "Google로 계속하기" }).click();
  await expect(page.getByRole("link", { name: "김미나 · 설정" })).toBeVisible();
  await expect(card(page, first)).toBeVisible();

  // Somebody else in another browser, who has the same account: first a guest of their own.
  const elsewhere = await browser.newContext({ locale: "ko-KR", baseURL });
  const other = await elsewhere.newPage();
  await other.goto("/");
  const second = await makeCharacter(other, "새벽");
  await other.reload();
  await expect(card(other, second)).toBeVisible();
  await expect(card(other, first)).toHaveCount(0);
  await other.goto(`/characters/${first}`);
  await expect(other.getByRole("link", { name: "로비로" }).last()).toBeVisible();
  await other.goto("/sign-in?to=/settings");
  await other.getByRole("link", { name: "Google로 계속하기" }).click();
  await expect(other.getByRole("heading", { name: "김미나 계정이 이미 있습니다." })).toBeVisible();
  await expect(other.getByText("인물 1명")).toBeVisible();
  await expectFitsPhone(other);
  await other.getByRole("button", { name: "모두 가져가기" }).click();
  await expect(other.getByRole("heading", { name: "설정" })).toBeVisible();
  await other.goto("/");
  for (const id of [first, second]) await expect(card(other, id)).toBeVisible();

  await other.getByRole("link", { name: "김미나 · 설정" }).click();
  await other.getByRole("button", { name: "로그아웃", exact: true }).click();
  await expect(other.getByRole("link", { name: "로그인" })).toBeVisible();
  await expect(card(other, second)).toHaveCount(0);

  await page.goto("/settings");
  await page.getByRole("button", { name: "모두 지우기" }).click();
  await page.getByRole("button", { name: "네, 지금 모두 지웁니다" }).click();
  await expect(page.getByRole("link", { name: "로그인" })).toBeVisible();
  await expect(card(page, first)).toHaveCount(0);
  await elsewhere.close();
});
