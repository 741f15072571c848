import "client-only";
import { ApiError, requestStream } from "../api-client";
import { EdgeFade } from "./edge-fade";
import { StreamingResampler } from "./resampler";
import { AudioFormatError, WavStream } from "./wav-stream";

/** One segment to be heard. */
export interface SpeechItem {
  lineKey: string;
  segmentIndex: number;
  /** Answers a WAV of 16-bit PCM, whole or as it is made. */
  url: string;
  /** Sent as JSON with POST; without it the URL is fetched with GET. */
  body?: unknown;
}

/** Both ends of a segment are rounded over this, so that any two of them join without a click. */
const EDGE_FADE_MS = 2;

/** A segment on its way from the network to the output: its samples at the output's rate, as they come. */
export class SpeechClip {
  readonly #abort = new AbortController();
  #chunks: Float32Array<ArrayBuffer>[] = [];
  #state: "idle" | "loading" | "loaded" = "idle";
  #error: ApiError | null = null;
  /** Samples made so far, taken or not. */
  #frames = 0;
  /** Where its first sample stands in the output's stream; null until it is written. */
  startFrame: number | null = null;
  started = false;
  /** The output was told that it is whole. */
  settled = false;

  constructor(readonly item: SpeechItem) {}

  get state(): "idle" | "loading" | "loaded" {
    return this.#state;
  }
  get error(): ApiError | null {
    return this.#error;
  }
  get frames(): number {
    return this.#frames;
  }
  /** Every sample has been handed to the output. */
  get written(): boolean {
    return this.#state === "loaded" && this.#chunks.length === 0;
  }

  /** The samples that came since the last call. */
  take(): Float32Array<ArrayBuffer>[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  /**
   * Fetches and converts; calls `progress` after each piece and once at the end. Never rejects: what went
   * wrong is in `error` (message empty where the server said nothing), what came before it is kept.
   */
  async load(send: typeof fetch, sampleRate: Promise<number>, progress: () => void): Promise<void> {
    this.#state = "loading";
    try {
      const { url, body } = this.item;
      const [response, rate] = await Promise.all([
        requestStream(body === undefined ? "GET" : "POST", url, body, {
          fetch: send,
          signal: this.#abort.signal,
        }),
        sampleRate,
      ]);
      await this.#decode(response, rate, progress);
      if (this.#frames === 0) throw new AudioFormatError("no sound in the answer");
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#error = error instanceof ApiError ? error : brokenOff(error);
    }
    this.#state = "loaded";
    progress();
  }

  cancel(): void {
    this.#abort.abort();
  }

  async #decode(response: Response, sampleRate: number, progress: () => void): Promise<void> {
    const wav = new WavStream();
    const fade = new EdgeFade(Math.round((EDGE_FADE_MS / 1000) * sampleRate));
    let resampler: StreamingResampler | null = null;
    const keep = (samples: Float32Array<ArrayBuffer>) => {
      if (samples.length === 0) return;
      this.#chunks.push(samples);
      this.#frames += samples.length;
    };
    const reader = response.body?.getReader();
    try {
      for (;;) {
        const part = await reader?.read();
        if (!part || part.done) break;
        const samples = wav.push(part.value);
        if (wav.sampleRate !== null) resampler ??= new StreamingResampler(wav.sampleRate, sampleRate);
        if (!resampler || samples.length === 0) continue;
        keep(fade.push(resampler.push(samples)));
        progress();
      }
    } finally {
      // Also what a broken connection left behind gets its rounded end.
      if (resampler) keep(fade.push(resampler.flush()));
      keep(fade.flush());
    }
  }
}

function brokenOff(cause: unknown): ApiError {
  const offline = typeof navigator !== "undefined" && navigator.onLine === false;
  return new ApiError(offline ? "OFFLINE" : "ENGINE_ERROR", 0, "", undefined, null, { cause });
}
