import { expect, test } from "./fixtures";
import { expectFitsPhone } from "./voice-stage";

const LANGUAGES = [
  { locale: "en", own: "English", script: /^[^\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}]+$/u },
  { locale: "ja", own: "日本語", script: /\p{sc=Hiragana}/u },
  {
    locale: "zh",
    own: "中文",
    script:
      /^[^\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]*\p{sc=Han}[^\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]*$/u,
  },
  { locale: "ko", own: "한국어", script: /\p{sc=Hangul}/u },
] as const;

interface Presets {
  data: { characters: { id: string; name: string; tagline: string; sample_line: string }[] };
}

test("a language chosen before the page's scripts arrived is taken up when they do", async ({ page }) => {
  let chosen = () => {};
  const choice = new Promise<void>((resolve) => {
    chosen = resolve;
  });
  await page.route("**/_next/static/**/*.js", (route) => choice.then(() => route.continue()));
  await page.goto("/", { waitUntil: "commit" });
  await page.getByRole("combobox").first().selectOption({ label: "English" });
  chosen();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("four languages: the page, the cast, the API's sentences and a new play follow the choice", async ({
  page,
}) => {
  await page.goto("/");
  const html = page.locator("html");
  await expect(html).toHaveAttribute("lang", "ko");
  for (const { locale, own, script } of LANGUAGES) {
    await test.step(own, async () => {
      await page.getByRole("combobox").first().selectOption({ label: own });
      await expect(html).toHaveAttribute("lang", locale);
      await expect(page.locator(".bill-what")).toHaveText(script);
      await expect(page.locator(".foot")).toHaveText(script);

      const answer = await page.request.get("/api/characters/presets");
      const { characters } = ((await answer.json()) as Presets).data;
      const card = page.getByTestId("cast-card").first();
      const id = await card.getAttribute("data-character-id");
      const shown = characters.find((character) => character.id === id);
      await expect(card.getByRole("heading").getByRole("link")).toHaveText(
        shown?.name ?? "not in the API's answer",
      );
      await expect(card).toContainText(shown?.tagline ?? "not in the API's answer");
      for (const character of characters) expect(character.sample_line).toMatch(script);

      const refusal = await page.request.get("/api/sessions/none");
      expect(refusal.status()).toBe(404);
      expect(((await refusal.json()) as { error: { message: string } }).error.message).toMatch(script);
      await expectFitsPhone(page);
    });
  }
  await page.getByRole("combobox").first().selectOption({ label: "日本語" });
  await expect(html).toHaveAttribute("lang", "ja");
  await page.getByTestId("cast-card").first().getByRole("heading").getByRole("link").click();
  await page.waitForURL(/\/play\/[^/?]+$/);
  await expect(page.locator(".script")).toHaveAttribute("lang", "ja");
  await expect(page.getByTestId("line-text").first()).toHaveText(/\p{sc=Hiragana}/u);
});
