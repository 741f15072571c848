import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { ANSWERS, ENGINES, enginesFound, hurry, RoomPage } from "./room-page";

/** The narrowest phone there is, 1440 px at twice the size, the widest desk. */
const WIDTHS = [360, 720, 2560];
/** WCAG 2.2, 2.5.8. */
const LEAST_TARGET_PX = 24;

interface Watched extends Window {
  /** What became of wake locks, and whether the stage spoke then. */
  locks: string[];
  /** What the live region has said. */
  told: string[];
}

test.use({
  hasTouch: true,
  isMobile: true,
  viewport: { width: 360, height: 780 },
  surroundings: { ...ENGINES, env: { MAX_CONCURRENT_SESSIONS: "1" } },
});

test("pages fit every width; a play holds the screen awake and tells sentences; a person waits for its seat", async ({
  page,
  browser,
  server,
  engines,
}) => {
  await enginesFound(server.url);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.addInitScript(watch);
  for (const path of ["/", "/sign-in"]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await expectFits(page);
  }
  const room = await RoomPage.begin(page);
  await room.say("안녕하시오.");
  await expect(room.stage).toHaveAttribute("data-speaking", "true");
  expect(await page.evaluate(endlessMotion)).toEqual([]);

  // The only seat is taken: whoever comes next keeps their line, and is told their place.
  const other = await browser.newContext();
  const waiting = await RoomPage.begin(await other.newPage(), server.url);
  await waiting.say("자리가 있소?");
  await expect(waiting.page.getByTestId("seat-queue")).toContainText("대기 1번째");
  await expect(waiting.lines("user").last()).toContainText("자리가 있소?");

  hurry(engines);
  await room.isAnswered(ANSWERS[0]);
  await expect(room.lastAnswer).toHaveAttribute("data-speech", "played", { timeout: 20_000 });
  const watched = () => page.evaluate(() => ({ ...(window as unknown as Watched) }).locks);
  await expect.poll(async () => (await watched()).at(-1)).toBe("released");
  expect((await watched())[0]).toBe("held while it speaks");
  const told = await page.evaluate(() => (window as unknown as Watched).told);
  expect(told.join(" ")).toBe(ANSWERS[0]);
  for (const sentences of told) expect(sentences).toMatch(/[.?!]$/);
  await expectFits(page);

  await page.goto("/");
  await expect(waiting.page.getByTestId("seat-queue")).toBeHidden({ timeout: 30_000 });
  await waiting.isAnswered(ANSWERS[1]);
  await expect(waiting.lines("user")).toHaveCount(1);
  await other.close();
});

/** In the page, before its own scripts: notes wake locks, and what the live region says. */
function watch(): void {
  const seen = window as unknown as Watched;
  seen.locks = [];
  seen.told = [];
  const speaks = () => document.querySelector('[data-testid="stage"][data-speaking="true"]') !== null;
  const request = async () => {
    seen.locks.push(speaks() ? "held while it speaks" : "held");
    return { release: async () => void seen.locks.push("released") };
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request } });
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest(".visually-hidden[aria-live=polite]");
      if (region?.textContent) seen.told.push(region.textContent);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Nothing moves without end where a person wants less motion. */
const endlessMotion = () =>
  document
    .getAnimations()
    .filter(
      (each) => each.playState === "running" && each.effect?.getComputedTiming().iterations === Infinity,
    )
    .map((each) => (each instanceof CSSAnimation ? each.animationName : each.id));

/** At every width the page stands within it, and whatever is pressed is large enough. */
async function expectFits(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 360, height: 780 };
  for (const each of WIDTHS) {
    await page.setViewportSize({ width: each, height });
    await expect
      .poll(() => page.evaluate(misfits, LEAST_TARGET_PX), { message: `${page.url()} at ${each} px` })
      .toEqual([]);
  }
  await page.setViewportSize({ width, height });
}

/** What stands over the side, and what is too small to be pressed (links within a text aside). */
function misfits(least: number): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const wide = scrollWidth > clientWidth ? [`${scrollWidth} px wide`] : [];
  const small = [...document.querySelectorAll("a[href], button")].filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    const isSeen = element.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
    const isInline = getComputedStyle(element).display === "inline";
    return isSeen && !isInline && (width < least || height < least);
  });
  return [...wide, ...small.map((element) => element.outerHTML.slice(0, 120))];
}
