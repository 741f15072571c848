import path from "node:path";
import type { Page } from "@playwright/test";
import {
  AUDIBLE,
  firstAudibleAt,
  lastAudibleAt,
  pcmOf,
  type Silence,
  silencesOf,
  type Track,
} from "./analysis";

/** What page-recorder.js keeps. */
interface PageRecording {
  tracks: {
    sampleRate: number;
    /** `frame` counts from the context's start; `epochMs` is when that frame was rendered. */
    chunks: { frame: number; epochMs: number; samples: Float32Array; peak: number }[];
  }[];
  elements: { source: string; epochMs: number }[];
}

declare global {
  interface Window {
    soundRecording?: PageRecording;
  }
}

/** What a page sounded like, as heard behind its audio graph. A navigation starts a new recording. */
export class SoundRecorder {
  private constructor(readonly page: Page) {}

  /** Must be called before the page's first navigation. */
  static async attach(page: Page): Promise<SoundRecorder> {
    await page.addInitScript({ path: path.join(import.meta.dirname, "page-recorder.js") });
    return new SoundRecorder(page);
  }

  /** Resolves when something audible was rendered after that moment (epoch ms); rejects on time-out (ms). */
  async waitForSound({ after = 0, timeout = 15_000 } = {}): Promise<number> {
    await this.page.waitForFunction(
      ({ level, moment }) =>
        window.soundRecording?.tracks.some((track) =>
          track.chunks.some(({ epochMs, peak }) => epochMs >= moment && peak > level),
        ),
      { level: AUDIBLE, moment: after },
      { timeout, polling: 50 },
    );
    return (await this.firstAudibleAt(after)) ?? after;
  }

  /** Resolves when nothing audible was rendered for `quietMs`; what sounds for ever rejects on time-out (ms). */
  async waitForSilence({ quietMs = 500, timeout = 60_000 } = {}): Promise<void> {
    await this.page.waitForFunction(
      ({ level, quiet }) =>
        window.soundRecording?.tracks.every((track) =>
          track.chunks.every(({ epochMs, peak }) => epochMs < Date.now() - quiet || peak <= level),
        ),
      { level: AUDIBLE, quiet: quietMs },
      { timeout, polling: 100 },
    );
  }

  /** Epoch milliseconds, or null while nothing was audible. */
  async firstAudibleAt(after = 0): Promise<number | null> {
    return firstAudibleAt(await this.tracks(), after);
  }

  async lastAudibleAt(): Promise<number | null> {
    return lastAudibleAt(await this.tracks());
  }

  /** Pauses inside what sounded, of every track; natural ones of the voice too. */
  async silences(minMs = 20): Promise<Silence[]> {
    return (await this.tracks()).flatMap((track) => silencesOf(track, minMs));
  }

  /** The longest track's samples, mono. */
  async pcm(): Promise<{ sampleRate: number; samples: Float32Array }> {
    const tracks = (await this.tracks()).map((track) => ({
      sampleRate: track.sampleRate,
      samples: pcmOf(track),
    }));
    const [longest] = tracks.sort((a, b) => b.samples.length - a.samples.length);
    return longest ?? { sampleRate: 0, samples: new Float32Array() };
  }

  /** `<audio>` elements that played; their sound is not in the tracks. */
  async elements(): Promise<{ source: string; epochMs: number }[]> {
    return this.page.evaluate(() => window.soundRecording?.elements ?? []);
  }

  async tracks(): Promise<Track[]> {
    const tracks = await this.page.evaluate(() =>
      (window.soundRecording?.tracks ?? []).map((track) => ({
        sampleRate: track.sampleRate,
        // As text: a hundred thousand numbers would take seconds to cross over one by one.
        chunks: track.chunks.map(({ frame, epochMs, samples }) => {
          const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
          let binary = "";
          for (let at = 0; at < bytes.length; at += 8192) {
            binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
          }
          return { frame, epochMs, base64: btoa(binary) };
        }),
      })),
    );
    return tracks.map(({ sampleRate, chunks }) => ({
      sampleRate,
      chunks: chunks.map(({ frame, epochMs, base64 }) => {
        const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
        return { frame, epochMs, samples: new Float32Array(bytes.buffer) };
      }),
    }));
  }
}
