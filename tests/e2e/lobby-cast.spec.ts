import type { Locator, Page } from "@playwright/test";
import { multiplyCharacter } from "../support/many-characters";
import { picture } from "../unit/lib/characters/card/card-fixture";
import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

const sample = (card: Locator) => card.getByTestId("speak-sample");

test.describe("the cast's voices", () => {
  test.use({ surroundings: { gptSovits: { speed: 10 } } });

  test("one at a time; a failing one is said at its card", async ({ page, engines, sound }) => {
    await page.goto("/");
    await untilVoiceFound(page);
    const cards = page.getByTestId("cast-card");
    const [first, second, third] = [cards.nth(0), cards.nth(1), cards.nth(2)];
    await sample(first).click();
    await sound.waitForSound();
    await expect(first).toHaveAttribute("data-sounding", "true");
    await sample(second).click();
    await expect(second).toHaveAttribute("data-sounding", "true");
    await expect(first).toHaveAttribute("data-sounding", "false");
    const [one, other] = engines.gptSovits?.log.syntheses ?? [];
    expect(one?.refAudioPath).not.toBe(other?.refAudioPath);
    await sample(second).click();
    await expect(second).toHaveAttribute("data-sounding", "false");
    await sound.waitForSilence();

    await engines.gptSovits?.behave("refuse");
    await sample(third).click();
    await expect(third.getByRole("alert")).toBeVisible();
    await expectFitsPhone(page);
    await engines.gptSovits?.behave("well");
    await sample(third).click();
    await expect(third).toHaveAttribute("data-sounding", "true");
    await expect(third.getByRole("alert")).toBeHidden();
  });

  test("by keyboard alone: Enter and Space on a sample, Enter on a card", async ({ page, sound }) => {
    await page.goto("/");
    const card = page.getByTestId("cast-card").first();
    await tabTo(page, sample(card));
    await page.keyboard.press("Enter");
    await sound.waitForSound();
    await expect(sample(card)).toHaveAccessibleName(/멈추기$/);
    await page.keyboard.press("Space");
    await expect(sample(card)).toHaveAccessibleName(/듣기$/);
    await expect(card).toHaveAttribute("data-sounding", "false");
    await page.keyboard.press("Space");
    await expect(card).toHaveAttribute("data-sounding", "true");

    await tabTo(page, page.getByTestId("cast-card").nth(1).getByRole("heading").getByRole("link"));
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/play\/[^/?]+$/);
    await expect(page.getByTestId("composer")).toBeFocused();
  });
});

test("search and categories narrow the cast; nothing found is said, and undone", async ({ page }) => {
  await page.goto("/");
  const cards = page.getByTestId("cast-card");
  const all = await cards.count();
  expect(all).toBeGreaterThanOrEqual(10);
  const search = page.getByRole("searchbox");
  // As macOS types it: decomposed.
  await search.fill("홈즈".normalize("NFD"));
  await expect(cards).toHaveCount(1);
  await expect(cards).toHaveAttribute("data-character-id", "sherlock-holmes");
  await expect(page.getByText("배역 1명")).toBeAttached();

  await search.fill("없는사람");
  await expect(cards).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "‘없는사람’에 맞는 배역이 없습니다." })).toBeVisible();
  await expectFitsPhone(page);
  await page.getByRole("button", { name: "모두 보기" }).click();
  await expect(cards).toHaveCount(all);
  await expect(search).toHaveValue("");

  const categories = page.getByRole("group", { name: "분류" }).getByRole("button");
  const counts: number[] = [];
  for (const category of (await categories.all()).slice(1)) {
    await category.click();
    await expect(category).toHaveAttribute("aria-pressed", "true");
    await expect.poll(() => cards.count()).toBeLessThan(all);
    counts.push(await cards.count());
    await category.click();
    await expect(cards).toHaveCount(all);
  }
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all);
});

test("with a thousand characters: pictures come when they are scrolled to, and one types without waiting", async ({
  page,
  server,
}) => {
  await page.goto("/");
  const made = await page.request.post("/api/characters", { data: { name: "첫째" } });
  const first = ((await made.json()) as { data: { id: string } }).data.id;
  const drawn = await page.request.put(`/api/characters/${first}/picture`, { data: picture() });
  expect(drawn.status()).toBe(200);
  multiplyCharacter(server.dataDir, first, 1000);

  const fetched = new Set<string>();
  page.on("request", ({ url }) => /\/picture\//.test(url()) && fetched.add(url()));
  await page.goto("/");
  await page.getByRole("group", { name: "누구를 볼지" }).getByRole("button").nth(1).click();
  const cards = page.getByTestId("cast-card");
  await expect(cards.first()).toContainText("첫째");
  const faces = cards.locator("img");
  await expect.poll(() => faces.count()).toBeGreaterThan(50);
  const sizes = await faces.evaluateAll((all) =>
    all.map((face) => face instanceof HTMLImageElement && [face.loading, face.width > 0, face.height > 0]),
  );
  expect(new Set(sizes.map(String))).toEqual(new Set(["lazy,true,true"]));
  // What stands far below is not fetched before it is scrolled to.
  expect(fetched.size).toBeLessThan(await faces.count());
  await page.keyboard.press("End");
  await expect.poll(() => cards.count()).toBeGreaterThan(100);

  const search = page.getByRole("searchbox");
  await search.pressSequentially("인물 512");
  await expect(search).toHaveValue("인물 512");
  await expect(cards).toHaveCount(1);
  await expect(cards).toContainText("인물 512");
});

/** The server's own watch has found the simulated voice. */
async function untilVoiceFound(page: Page): Promise<void> {
  const voice = async () => {
    const answer = await page.request.get("/api/health");
    return ((await answer.json()) as { data: { tts: string } }).data.tts;
  };
  await expect.poll(voice).toBe("healthy");
}

/** Presses Tab until that element has the focus, as someone without a mouse does. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await goal.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab does not get there");
}
