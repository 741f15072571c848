import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { spokenSeconds } from "../engines/gpt-sovits";
import { expect, test } from "./fixtures";
import { lines, soundedSeconds, untilEnginesFound } from "./voice-stage";

const REPLY = "어서 와, 기다리고 있었어. 바람이 차갑네.";

// Also what a trace looks at counts as the person's gesture.
test.use({
  trace: "off",
  surroundings: { ollama: { speed: 10, reply: () => REPLY }, gptSovits: { speed: 10 } },
});

test("a play opened by its address is heard from its first word after one tap", async ({
  page,
  engines,
  server,
  sound,
}) => {
  // A line whose answer was never made: the page asks for it when it is opened, and nobody has touched it yet.
  await untilEnginesFound(page);
  const created = await page.request.post("/api/sessions", {
    data: { character_id: "hong-gildong" },
    headers: { origin: server.url },
  });
  const session_id = ((await created.json()) as { data: { id: string } }).data.id;
  const send = (content: string) =>
    page.request.post("/api/chat", {
      data: { session_id, client_message_id: randomUUID(), messages: [{ role: "user", content }] },
    });
  expect((await send("먼저 인사를 나눕시다.")).status()).toBe(200);
  await engines.ollama?.behave("down");
  expect((await send("거기 누구 있소?")).status()).toBe(503);
  await engines.ollama?.behave("well");

  await page.goto(`/play/${session_id}`);
  await untilSeen(page, ".room-states--bottom .banner .button--lit");
  await untilSeen(page, 'li:last-child [data-role="character"][data-state="complete"]');
  const answer = lines(page, "character").last();
  const tap = page.getByTestId("notice").getByRole("button", { name: "눌러서 듣기" });
  await expect(tap).toBeVisible();
  await expect(answer).toHaveAttribute("data-speech", "pending");
  await expect(page.getByTestId("stage")).toHaveAttribute("data-speaking", "false");
  expect(await sound.firstAudibleAt()).toBeNull();

  await expect(answer.getByTestId("line-text")).toBeInViewport({ ratio: 1 });
  const tappedAt = Date.now();
  await tap.click();
  await sound.waitForSound({ after: tappedAt });
  await expect(tap).toBeHidden();
  await expect(answer).toHaveAttribute("data-speech", "played", { timeout: 30_000 });
  expect(await soundedSeconds(sound, tappedAt)).toBeGreaterThan(spokenSeconds(REPLY) - 0.1);
});

/**
 * Waits for an element without Playwright's own look into the page: that counts as the person's gesture in
 * Chromium, and would open the sound.
 */
async function untilSeen(page: Page, selector: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const expression = `document.querySelector(${JSON.stringify(selector)}) !== null`;
  const look = async () => (await devtools.send("Runtime.evaluate", { expression })).result.value === true;
  await expect.poll(look, { timeout: 20_000 }).toBe(true);
  await devtools.detach();
}
