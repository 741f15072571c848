import { expect, type Locator, type Page } from "@playwright/test";
import { firstAudibleAt, lastAudibleAt, silencesOf } from "../support/sound/analysis";
import type { SoundRecorder } from "../support/sound/recorder";

/** Waits until a play begun now would be answered and spoken by the simulators. */
export async function untilEnginesFound(page: Page): Promise<void> {
  const newPlay = async () => {
    const answer = await page.request.get("/api/health");
    return ((await answer.json()) as { data: { details: { new_play: unknown } } }).data.details.new_play;
  };
  await expect.poll(newPlay).toEqual({ llm: "engine", tts: "gpt-sovits" });
}

/** Opens a new play on the engines as a person does; resolves in its room. */
export async function openRoom(page: Page, characterId = "hong-gildong"): Promise<void> {
  await untilEnginesFound(page);
  await page.goto(`/play?character=${characterId}`);
  await page.waitForURL(/\/play\/[^/?]+$/);
  await expect(page.getByTestId("composer")).toBeVisible();
}

/** Writes a line and presses Enter; resolves with the answer's line as soon as it stands in the script. */
export async function say(page: Page, text: string): Promise<Locator> {
  const answers = lines(page, "character");
  const before = await answers.count();
  const composer = page.getByTestId("composer");
  await composer.fill(text);
  await composer.press("Enter");
  await expect(answers).toHaveCount(before + 1, { timeout: 20_000 });
  return answers.nth(before);
}

export function lines(page: Page, role: "user" | "character"): Locator {
  return page.locator(`[data-testid="line"][data-role="${role}"]`);
}

/** Nothing stands over the side of a phone's screen. */
export async function expectFitsPhone(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(overhang).toBeLessThanOrEqual(0);
  if (size) await page.setViewportSize(size);
}

/** Seconds in which the page sounded after that moment (epoch ms), pauses of 20 ms and more left out. */
export async function soundedSeconds(sound: SoundRecorder, after: number): Promise<number> {
  let seconds = 0;
  for (const { sampleRate, chunks } of await sound.tracks()) {
    const track = { sampleRate, chunks: chunks.filter((chunk) => chunk.epochMs >= after) };
    const span = (lastAudibleAt([track]) ?? 0) - (firstAudibleAt([track]) ?? 0);
    const pauses = silencesOf(track, 20).reduce((sum, silence) => sum + silence.durationMs, 0);
    seconds += (span - pauses) / 1000;
  }
  return seconds;
}
