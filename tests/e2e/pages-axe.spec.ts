import type { Page } from "@playwright/test";
import { expectAccessibleInBothMoods } from "./accessibility";
import { expect, test } from "./fixtures";
import { RoomPage } from "./room-page";

test.describe.configure({ mode: "parallel" });

/** Every page a guest can open, beside the room and one's own character. */
const PAGES = [
  "/",
  "/sign-in",
  "/sign-in/owner",
  "/auth/callback",
  "/characters/hong-gildong",
  "/characters/new",
  "/settings",
  "/voices",
  "/plays",
  "/docs",
  "/redoc",
  "/nowhere",
];
const STUDIO = ["engines", "models", "casting", "cards", "own", "cache", "new"];

test.beforeEach(async ({ page }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: "reduce" });
});

test("a guest's pages pass axe", async ({ page, server }) => {
  // What Redoc draws is one page of 37,000 elements: axe takes minutes for it. The page around it is ours.
  await page.route("**/api/docs/redoc.js", (route) => route.abort());
  for (const path of PAGES) await expectPageAccessible(page, path);
  const headers = { origin: server.url };
  const made = await page.request.post("/api/characters", { data: { name: "달이" }, headers });
  const { id } = ((await made.json()) as { data: { id: string } }).data;
  await expectPageAccessible(page, `/characters/${id}`);
  await expectPageAccessible(page, `/characters/${id}/edit`);
});

test("the room and what opens in it pass axe", async ({ page }) => {
  await RoomPage.begin(page);
  await page.waitForLoadState("networkidle");
  await expectAccessibleInBothMoods(page);
  await page.getByTestId("line-more").last().press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await expectAccessibleInBothMoods(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessibleInBothMoods(page);
  await page.keyboard.press("Escape");
  await page.getByTestId("play-menu").press("Enter");
  await page.getByRole("button", { name: "규칙과 나의 모습" }).press("Enter");
  await expect(page.getByLabel("이모지 쓰지 않기")).toBeVisible();
  await expectAccessibleInBothMoods(page, "the play's rules");
  await page.keyboard.press("Escape");
  // Everything the bar opens.
  const openers = page.locator("header [aria-haspopup]:visible, header [aria-expanded]:visible");
  const count = await openers.count();
  expect(count).toBeGreaterThan(1);
  for (let at = 0; at < count; at += 1) {
    await openers.nth(at).press("Enter");
    await expect(openers.nth(at)).toHaveAttribute("aria-expanded", "true");
    await expectAccessibleInBothMoods(page, `what ${await openers.nth(at).getAttribute("aria-label")} opens`);
    await page.keyboard.press("Escape");
    await expect(openers.nth(at)).toHaveAttribute("aria-expanded", "false");
  }
});

test("an admin's pages pass axe", async ({ page, server }) => {
  await page.goto(server.ownerLink ?? "");
  await expect(page.getByRole("heading", { name: "이제 이 극장의 주인입니다." })).toBeVisible();
  await page.goto("/settings");
  await page.getByRole("link", { name: "사람들" }).click();
  await expect(page.getByTestId("person").first()).toBeVisible();
  await expectAccessibleInBothMoods(page);
  for (const place of STUDIO) await expectPageAccessible(page, `/admin/voices?show=${place}`);
  await page.getByLabel("목소리 이름").fill("봄");
  await page.getByRole("button", { name: "만들기", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "봄" })).toBeVisible();
  await expectAccessibleInBothMoods(page);
});

async function expectPageAccessible(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  await expectAccessibleInBothMoods(page);
}
