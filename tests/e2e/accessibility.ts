import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What depends on a mood's colours. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** The page breaks no rule of WCAG 2.2 AA that axe knows; `place` is named where it does. */
export function expectAccessible(page: Page, place = page.url()): Promise<void> {
  return expectNone(new AxeBuilder({ page }).withTags(RULES), place);
}

/** The same of the page in the mood it has, and of its colours in the other one. */
export async function expectAccessibleInBothMoods(page: Page, place = page.url()): Promise<void> {
  await expectAccessible(page, place);
  const mood = await page.locator("html").getAttribute("data-mood");
  await setMood(page, mood === "light" ? "dark" : "light");
  await expectNone(new AxeBuilder({ page }).withRules(COLOUR_RULES), `${place} in the other mood`);
  await setMood(page, mood ?? "dark");
}

/** As the page's own switch does it. */
function setMood(page: Page, mood: string): Promise<void> {
  return page.evaluate((name) => {
    document.documentElement.dataset.mood = name;
  }, mood);
}

async function expectNone(axe: AxeBuilder, place: string): Promise<void> {
  const { violations } = await axe.analyze();
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
  expect([place, told]).toEqual([place, []]);
}
