import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { findBrowser } from "../../scripts/test/browser.mjs";
import { startGptSovits } from "../engines/gpt-sovits";
import { ROLE_PLAY_REPLIES, startOllama } from "../engines/ollama";
import { importPlay } from "../support/import-play";
import { startServer } from "../support/server";
import { until } from "../support/stage";
import { median } from "./measure";

/** The bars of the room: a long play opens as a short one, nothing jumps, nothing a person does waits. */
const LINES = 5000;
const FEW_LINES = 10;
const OPENINGS = Number(process.argv[2] ?? 5);
const MAX_MORE_MS = 1000;
const TURNS = 3;
const MAX_SHIFT = 0.02;
const SLOWED = 4;
const MAX_PAINT_MS = 200;
/** Letters outside the keyboard come without a key, as from an input method; the others with one each. */
const TYPED = "그날 밤 우리는 재를 넘었소. The moon was out.";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-proxy-server"];

const ollama = await startOllama({ reply: (_, turn) => ROLE_PLAY_REPLIES.ko[turn] ?? "그렇소." });
const voice = await startGptSovits({ speed: 4 });
const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url, TTS_BASE_URL: voice.url } });
const browser = await chromium.launch({ executablePath: (await findBrowser()) ?? undefined, args: FLAGS });
let isGood = true;
try {
  const context = await browser.newContext({ locale: "ko-KR", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(server.url);
  const [long, short] = [await play(context, LINES), await play(context, FEW_LINES)];
  await measureOpening(context, long, short);
  await measureShift(context);
  // What a machine as busy as this one takes with next to nothing on the page.
  await measureInteractions(context, short, FEW_LINES);
  await measureInteractions(context, long, LINES);
} finally {
  await browser.close();
  await server.close();
  await ollama.close();
  await voice.close();
}
process.exitCode = isGood ? 0 : 1;

async function play(context: BrowserContext, lines: number): Promise<{ url: string; last: string }> {
  const id = await importPlay(context.request, server.url, lines);
  return { url: `${server.url}/play/${id}`, last: `대사 ${lines - 1}번` };
}

async function measureOpening(context: BrowserContext, ...plays: Awaited<ReturnType<typeof play>>[]) {
  const times = plays.map(() => [] as number[]);
  // The first round only warms the server up.
  for (let round = 0; round <= OPENINGS; round++) {
    for (const [at, { url, last }] of plays.entries()) {
      const page = await context.newPage();
      const begun = performance.now();
      await page.goto(url, { waitUntil: "commit" });
      await page.getByText(last).waitFor();
      await page.waitForFunction(() => {
        const script = document.querySelector(".script");
        return script && script.scrollHeight - script.scrollTop - script.clientHeight < 2;
      });
      if (round > 0) times[at]?.push(performance.now() - begun);
      await page.close();
    }
  }
  const [ofLong = 0, ofShort = 0] = times.map(median);
  report(
    ofLong - ofShort < MAX_MORE_MS,
    `opening: ${LINES} lines ${ofLong.toFixed(0)} ms, ${FEW_LINES} lines ${ofShort.toFixed(0)} ms, ` +
      `more ${(ofLong - ofShort).toFixed(0)} ms (bar ${MAX_MORE_MS})`,
  );
}

/** What jumps on the page from before the first line is sent until the last answer was spoken. */
async function measureShift(context: BrowserContext) {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    const page = await context.newPage();
    await page.setViewportSize(size);
    await page.goto(`${server.url}/play?character=hong-gildong`);
    await page.waitForURL(/\/play\/[^/?]+$/);
    await page.getByTestId("composer").waitFor();
    await observe(page, { type: "layout-shift" });
    for (let turn = 1; turn <= TURNS; turn++) {
      await page.getByTestId("composer").fill(`${turn}번째 대사입니다.`);
      await page.getByTestId("composer").press("Enter");
      const answer = page.locator('[data-testid="line"][data-role="character"]').nth(turn);
      await answer.and(page.locator('[data-speech="played"]')).waitFor({ timeout: 60_000 });
    }
    const shifts = await seen(page);
    const sum = shifts.reduce(
      (total, { value = 0, hadRecentInput }) => total + (hadRecentInput ? 0 : value),
      0,
    );
    report(
      sum <= MAX_SHIFT,
      `layout shift over ${TURNS} spoken answers at ${size.width}: ${sum.toFixed(4)} (bar ${MAX_SHIFT})`,
    );
    await page.close();
  }
}

/** Interaction to next paint on a slowed processor: the worst of each kind of act. The bar is for the long play. */
async function measureInteractions(
  context: BrowserContext,
  { url, last }: { url: string; last: string },
  lines: number,
) {
  const page = await context.newPage();
  await page.goto(url);
  await page.getByText(last).waitFor();
  await page.waitForLoadState("networkidle");
  const wire = await context.newCDPSession(page);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  await observe(page, { type: "event", durationThreshold: 16 });
  const acts = {
    typing: () => page.getByTestId("composer").pressSequentially(TYPED, { delay: 60 }),
    "line menu": () => openLineMenu(page),
    "scrolling back": () => scrollBack(page, lines === LINES),
  };
  for (const [name, act] of Object.entries(acts)) {
    await act();
    await page.waitForTimeout(500);
    const events = (await seen(page)).filter(({ interactionId }) => interactionId);
    const [worst = { name: "none seen", duration: 0 }] = events.sort((a, b) => b.duration - a.duration);
    report(
      lines === FEW_LINES || worst.duration <= MAX_PAINT_MS,
      `${lines} lines, ${name}: worst ${worst.duration} ms (${worst.name}), ` +
        `median ${median(events.map(({ duration }) => duration))} ms` +
        (lines === LINES ? `, bar ${MAX_PAINT_MS}` : ""),
    );
  }
  await page.close();
}

async function openLineMenu(page: Page): Promise<void> {
  for (let time = 0; time < 3; time++) {
    await page.getByTestId("line-more").last().click();
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
  }
}

async function scrollBack(page: Page, hasOlder: boolean): Promise<void> {
  const pageUp = async (times: number) => {
    for (let time = 0; time < times; time++) {
      await page.keyboard.press("PageUp");
      await page.waitForTimeout(150);
    }
  };
  const script = page.locator(".script");
  await script.focus();
  await pageUp(12);
  if (!hasOlder) return;
  // The lines before the page's own come in.
  await script.evaluate((element) => element.scrollTo({ top: 0 }));
  await until(async () => (await page.getByText(/대사 49[0-5]\d번/).count()) > 0);
  await pageUp(6);
}

interface Entry {
  name: string;
  duration: number;
  value?: number;
  hadRecentInput?: boolean;
  interactionId?: number;
}

/** Collects the browser's own performance entries of one kind. */
async function observe(page: Page, kind: { type: string; durationThreshold?: number }): Promise<void> {
  // No named function in here: tsx would wrap it in a helper the page does not have.
  await page.evaluate((options) => {
    const entries: unknown[] = [];
    Object.assign(window, { seenEntries: entries });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) entries.push(entry.toJSON());
    }).observe(options);
  }, kind);
}

/** What was collected since it was last asked. */
async function seen(page: Page): Promise<Entry[]> {
  return page.evaluate(() => {
    const entries = Reflect.get(window, "seenEntries") as Entry[];
    return entries.splice(0);
  });
}

function report(isMet: boolean, told: string): void {
  isGood &&= isMet;
  console.log(`${isMet ? "met   " : "MISSED"} ${told}`);
}
