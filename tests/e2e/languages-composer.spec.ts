import type { CDPSession } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectFitsPhone, lines, openRoom } from "./voice-stage";

// A paste as long as this one needs a context to be read in.
const env = { LLM_CONTEXT_LENGTH: "16384" };
test.use({ surroundings: { ollama: { speed: 10 }, gptSovits: { speed: 10 }, env } });

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const preferences = { tts_enabled: false, tts_streaming_mode: 2, tts_speed: 1, volume: 1 };
    localStorage.setItem("avatar-forge.speech", JSON.stringify(preferences));
  });
  await openRoom(page);
  await expect(page.getByTestId("composer")).toBeFocused();
});

test("Enter belongs to the input method while Hangul is composed, and sends after it", async ({ page }) => {
  const composer = page.getByTestId("composer");
  const devtools = await page.context().newCDPSession(page);
  await compose(devtools, ["ㅇ", "아", "안"]);
  await pressEnter(devtools, 13);
  await devtools.send("Input.insertText", { text: "안" });
  await compose(devtools, ["ㄴ", "녀", "녕"]);
  await pressEnter(devtools, 229);
  await devtools.send("Input.insertText", { text: "녕" });
  await expect(composer).toHaveValue("안녕");
  await expect(lines(page, "user")).toHaveCount(0);

  await composer.press("Enter");
  await expect(lines(page, "user")).toHaveCount(1);
  await expect(lines(page, "user").getByTestId("line-text")).toHaveText("안녕");
  await expect(composer).toHaveValue("");
});

test("Shift+Enter breaks the line, a draft survives a reload, a long paste stays in its place", async ({
  page,
}) => {
  const composer = page.getByTestId("composer");
  await composer.pressSequentially("첫 줄");
  await composer.press("Shift+Enter");
  await composer.pressSequentially("둘째 줄");
  await expect(composer).toHaveValue("첫 줄\n둘째 줄");
  await expect(lines(page, "user")).toHaveCount(0);
  await page.reload();
  await expect(composer).toHaveValue("첫 줄\n둘째 줄");

  const pasted = "긴 이야기를 붙여 넣습니다. ".repeat(400).trim();
  await composer.fill("");
  await page.keyboard.insertText(pasted);
  await expect(composer).toHaveValue(pasted);
  await expectFitsPhone(page);
  const height = (await composer.boundingBox())?.height ?? Number.POSITIVE_INFINITY;
  expect(height).toBeLessThan((page.viewportSize()?.height ?? 0) / 2);
  await expect(page.getByTestId("send")).toBeInViewport();
  await composer.press("Enter");
  await expect(lines(page, "user").getByTestId("line-text")).toHaveText(pasted);
  await expect(lines(page, "character").last()).toHaveAttribute("data-state", "complete", {
    timeout: 20_000,
  });
  await page.reload();
  await expect(composer).toHaveValue("");
});

/** What an input method does while a syllable grows. */
async function compose(devtools: CDPSession, steps: string[]): Promise<void> {
  for (const text of steps) {
    await devtools.send("Input.imeSetComposition", {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }
}

/** `keyCode` 229: how some browsers give a key the input method has taken. */
async function pressEnter(devtools: CDPSession, keyCode: number): Promise<void> {
  const key = { key: "Enter", code: "Enter", windowsVirtualKeyCode: keyCode };
  await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key });
  await devtools.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
}
