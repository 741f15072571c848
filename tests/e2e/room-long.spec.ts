import type { Page } from "@playwright/test";
import { importPlay } from "../support/import-play";
import { expect, test } from "./fixtures";
import { ENGINES, enginesFound, hurry, RoomPage } from "./room-page";

test.use({ surroundings: { ...ENGINES, env: { NEXT_PUBLIC_MAX_TURNS: "0" } } });

const LINES = 5000;
const SOME = 40;
const MAX_SCRIPT_BYTES = 230 * 1000;

test("5,000 lines are opened at their end, are read backwards in place, and leave the reader alone", async ({
  page,
  server,
  engines,
}) => {
  await enginesFound(server.url);
  await page.goto("/");
  const long = await importPlay(page.request, server.url, LINES);
  await page.goto(`/play/${long}`);
  await expect(page.getByText(`대사 ${LINES - 1}번`)).toBeInViewport();

  const room = new RoomPage(page);
  await expect.poll(() => page.getByTestId("line").count()).toBeLessThan(40);
  const script = page.locator(".script");
  await expect.poll(() => script.evaluate(distanceToEnd)).toBeLessThan(2);
  // Older lines come in above; the one at the top of the view stays where it is.
  await expect(async () => {
    await script.evaluate((element) => element.scrollBy({ top: -800 }));
    expect(await firstNumber(room)).toBeLessThan(LINES - 70);
  }).toPass();
  const read = await script.evaluate((element) => element.scrollTop);
  await room.composer.fill("x");
  expect(await script.evaluate((element) => element.scrollTop)).toBe(read);
  await page.getByRole("button", { name: "새 대사로" }).click();
  await expect.poll(() => script.evaluate(distanceToEnd)).toBeLessThan(2);

  // An answer grows at the end; whoever reads further up stays there. (A shorter play: nothing of it is folded first.)
  await page.goto(`/play/${await importPlay(page.request, server.url, SOME)}`);
  await room.say("거기 누구요?");
  await room.midAnswer(3);
  await script.evaluate((element) => element.scrollBy({ top: -700 }));
  await expect(page.getByRole("button", { name: "새 대사로" })).toBeVisible();
  const reading = await script.evaluate((element) => element.scrollTop);
  hurry(engines);
  await expect(room.lastAnswer).toHaveAttribute("data-speech", "played", { timeout: 30_000 });
  expect(await script.evaluate((element) => element.scrollTop)).toBe(reading);
});

test("the room is light", async ({ page, server, context }) => {
  await RoomPage.begin(page, server.url);
  const bytes = await scriptBytes(await context.newPage(), page.url());
  expect(bytes).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
  expect(bytes).toBeGreaterThan(50_000);
});

/** Every compressed byte of script (without headers) on the wire until the network is idle, on a first visit. */
async function scriptBytes(page: Page, url: string): Promise<number> {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  wire.on("Network.responseReceived", ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.add(requestId);
  });
  wire.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(url);
  await page.waitForLoadState("networkidle");
  await page.close();
  return bytes;
}

const distanceToEnd = (element: Element) => element.scrollHeight - element.scrollTop - element.clientHeight;

/** Of the uppermost line there is in the page. */
async function firstNumber(room: RoomPage): Promise<number> {
  const text = await room.page.getByTestId("line").first().textContent({ timeout: 1000 });
  return Number(/(\d+)번/.exec(text ?? "")?.[1]);
}
