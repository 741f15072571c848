import type { Page } from "@playwright/test";
import type { GptSovitsSimulator } from "../engines/gpt-sovits";
import type { OllamaSimulator } from "../engines/ollama";
import { firstAudibleAt, type Silence, silencesOf, type Track, worstClick } from "../support/sound/analysis";
import type { SoundRecorder } from "../support/sound/recorder";
import { floorMs } from "./floor";

export interface MeasuredTurn {
  /** From pressing send to the first audible sample, and the same of a system that could not be beaten. Milliseconds. */
  firstSoundMs: number;
  floorMs: number;
  /** What the joints between segments were silent beyond the pause the engine was asked for, where it kept up. */
  gapsMs: number[];
  /** The hardest jump between two samples over the voice's own hardest, see `worstClick`. */
  click: number;
}

export interface TurnSetting {
  page: Page;
  sound: SoundRecorder;
  ollama: OllamaSimulator;
  voice: GptSovitsSimulator;
  mode: 0 | 1 | 2 | 3;
}

/** Sends one line in the open room as a person does, hears the answer to its end, and measures it from outside. */
export async function measureTurn(setting: TurnSetting, line: string): Promise<MeasuredTurn> {
  const { page, sound, ollama, voice, mode } = setting;
  const asked = ollama.log.requests.length;
  const spoken = voice.log.syntheses.length;
  const composer = page.getByTestId("composer");
  await composer.fill(line);
  // No named function in here: tsx would wrap it in a helper the page does not have.
  await page.evaluate(() =>
    addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Enter")
          Object.assign(window, { pressedAt: performance.timeOrigin + performance.now() });
      },
      { capture: true },
    ),
  );
  await composer.press("Enter");
  const answer = page.locator('[data-testid="line"][data-role="character"]').last();
  await page.waitForFunction(
    (text) => {
      const lines = [...document.querySelectorAll('[data-testid="line"]')];
      const at = lines.findIndex((shown) => shown.textContent?.includes(text));
      const reply = lines.at(-1);
      return at >= 0 && reply?.getAttribute("data-role") === "character" && at < lines.length - 1;
    },
    line,
    { timeout: 20_000 },
  );
  await answer.and(page.locator('[data-speech="played"]')).waitFor({ timeout: 60_000 });
  const pressedAt = await page.evaluate(() => Reflect.get(window, "pressedAt") as number);
  const tracks = await sound.tracks();
  const heardAt = firstAudibleAt(tracks, pressedAt);
  const ollamaRequest = ollama.log.requests[asked];
  if (heardAt === null || !ollamaRequest) throw new Error("nothing was heard");
  const floor = floorMs({ ollamaRequest, clickAt: pressedAt, voice: voice.options, mode });
  if (floor === null) throw new Error("the answer says nothing");
  const gapsMs = excessGaps(tracks, pressedAt, voice.log.syntheses.slice(spoken));
  const click = Math.max(...tracks.map((track) => worstClick(sinceThen(track, pressedAt))));
  return { firstSoundMs: heardAt - pressedAt, floorMs: floor, gapsMs, click };
}

type Synthesis = GptSovitsSimulator["log"]["syntheses"][number];

/**
 * The silence at each joint less the pause the request asked the engine for. A joint before which the engine
 * was late (its first byte came after the sound before it had run out) is not ours and is left out.
 */
function excessGaps(tracks: Track[], after: number, syntheses: Synthesis[]): number[] {
  const silences = tracks.flatMap((track) => silencesOf(sinceThen(track, after), 20));
  return syntheses.slice(1).flatMap((synthesis, at) => {
    const pauseMs = pauseOf(syntheses[at]) * 1000;
    const silence = silences[at];
    if (!silence) return [];
    const isLate = (synthesis.firstByteAt ?? Number.POSITIVE_INFINITY) > endOf(silence, pauseMs);
    return isLate ? [] : [Math.max(0, silence.durationMs - pauseMs)];
  });
}

const endOf = (silence: Silence, pauseMs: number) => silence.at + pauseMs;

function sinceThen(track: Track, after: number): Track {
  return { ...track, chunks: track.chunks.filter((chunk) => chunk.epochMs >= after) };
}

function pauseOf(synthesis: Synthesis | undefined): number {
  const body = synthesis?.body as { fragment_interval?: number } | undefined;
  return body?.fragment_interval ?? 0;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
