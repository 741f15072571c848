import type { EngineContext } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { EmbeddedTimbre, SpeechAudio, SpeechEngine, SpeechRequest } from "../engine";
import {
  EMBEDDED_SAMPLE_RATE,
  EmbeddedHost,
  type EmbeddedHostOptions,
  type RunningJob,
} from "./embedded-host";
import { readableText } from "./embedded-text";
import { awaitFirstSound } from "./first-sound";

/** What eSpeak NG calls our languages. */
const VOICES = new Map([
  ["ko", "ko"],
  ["en", "en-us"],
  ["ja", "ja"],
  ["zh", "cmn"],
]);
/** Less than this is no speech: eSpeak NG answers unspeakable text with a few milliseconds. */
const MINIMUM_SECONDS = 0.03;
const MINIMUM_BYTES = Math.ceil(MINIMUM_SECONDS * EMBEDDED_SAMPLE_RATE) * 2;

export interface EmbeddedEngine extends SpeechEngine {
  /** Ends the worker thread. */
  close(): void;
}

/**
 * eSpeak NG inside this process: the voice of a machine with nothing else. The same request gives the
 * same bytes. Rejects with `rejected` and the engineMessage `unreadable` (nothing it can read, kanji),
 * or `language_unsupported`.
 */
export function createEmbedded(options: EmbeddedHostOptions = {}): EmbeddedEngine {
  const host = new EmbeddedHost(options);
  return {
    kind: "embedded",
    capabilities: {
      languages: [...VOICES.keys()],
      streamingModes: [0],
      cloning: false,
      references: "none",
      ownVoices: false,
      auxiliaryReferences: false,
      weights: false,
      multiSpeaker: false,
      concurrency: 1,
      maxCharacters: 5000,
      stopsOnAbort: true,
    },

    async synthesize(speech: SpeechRequest, { signal }: EngineContext): Promise<SpeechAudio> {
      const language = speech.language.toLowerCase().split("-")[0] ?? "";
      const voice = VOICES.get(language);
      if (voice === undefined) throw rejection("language_unsupported");
      const text = readableText(speech.text, language);
      if (text === null) throw rejection("unreadable");
      if (signal.aborted) throw abortion();

      const job = host.run({ text, ...espeakSettings(voice, speech.timbre, speech.controls.speed_factor) });
      const sound = await awaitFirstSound(readJob(job, signal), MINIMUM_BYTES);
      if (sound === null) throw rejection("unreadable");
      return { sampleRate: EMBEDDED_SAMPLE_RATE, pcm: sound, warnings: [] };
    },

    async checkHealth() {
      const { failure } = host;
      // The first probe starts the thread, so that the first line need not wait for it.
      host.revive();
      return failure === null ? { state: "up" } : { state: "down", reason: "embedded_failed" };
    },

    canReadReference: async () => true,

    close: () => host.close(),
  };
}

/** The job's sound; leaving it early, on an abort or otherwise, stops the job. */
async function* readJob(job: RunningJob, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.addEventListener("abort", job.stop, { once: true });
  try {
    yield* job.read(signal);
  } catch (error) {
    throw signal.aborted ? abortion() : error;
  } finally {
    signal.removeEventListener("abort", job.stop);
    job.stop();
  }
}

function espeakSettings(voice: string, timbre: EmbeddedTimbre, speed: number) {
  const variant = /^[\w -]{1,40}$/.test(timbre.variant) ? `+${timbre.variant}` : "";
  return {
    voice: `${voice}${variant}`,
    pitch: clamp(timbre.pitch, 0, 99),
    range: clamp(timbre.range, 0, 99),
    rate: clamp(timbre.rate * speed, 80, 450),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}

function rejection(code: string): UpstreamError {
  return new UpstreamError("rejected", `embedded voice: ${code}`, { engineMessage: code });
}

function abortion(): UpstreamError {
  return new UpstreamError("aborted", "call was aborted");
}
