import { estimateSpokenMs } from "./normalize/spoken";

/** Why a sound is hardly what was asked for: engines swallow words, run on, or whisper next to nothing. */
export type Suspicion = "too_short" | "too_long" | "too_quiet";

export interface SpokenClaim {
  text: string;
  language: string;
  /** 1 = normal. */
  speed: number;
}

/** Shorter than this share of the expected time, words are missing. */
const LEAST_SHARE = 0.3;
/** Longer than so many times the expected time and a pause, it says something else too. */
const MOST_TIMES = 3;
const PAUSE_MS = 2500;
/** Of so short a text nothing can be judged by its length. */
const LEAST_EXPECTED_MS = 900;
/** RMS of full scale; about -50 dB. */
const AUDIBLE_RMS = 0.003;

/** Listens along with a sound (s16le mono) and judges it at its end, by its length and loudness. */
export class SuspicionMeter {
  #samples = 0;
  #power = 0;

  constructor(private readonly sampleRate: number) {}

  add(pcm: Uint8Array): void {
    const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    for (let at = 0; at + 1 < pcm.byteLength; at += 2) this.#power += (view.getInt16(at, true) / 32_768) ** 2;
    this.#samples += pcm.byteLength >> 1;
  }

  /** Null where nothing speaks against it. */
  judge({ text, language, speed }: SpokenClaim): Suspicion | null {
    if (Math.sqrt(this.#power / Math.max(1, this.#samples)) < AUDIBLE_RMS) return "too_quiet";
    const expectedMs = estimateSpokenMs(text, language) / speed;
    const heardMs = (this.#samples / this.sampleRate) * 1000;
    if (expectedMs >= LEAST_EXPECTED_MS && heardMs < expectedMs * LEAST_SHARE) return "too_short";
    return heardMs > expectedMs * MOST_TIMES + PAUSE_MS ? "too_long" : null;
  }
}
