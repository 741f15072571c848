import type { SpeechControls, StreamingMode } from "@/lib/contract/speech";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";

export type SpeechEngineKind = "gpt-sovits" | "embedded";

/** What an engine can do, as data: nobody asks which engine it is. */
export interface SpeechCapabilities {
  /** Languages it speaks (`ko`, `en`, `ja`, `zh`). */
  languages: readonly string[];
  /** Streaming modes that change what it does. */
  streamingModes: readonly StreamingMode[];
  /** Speaks in the voice of a reference clip. */
  cloning: boolean;
  /** How many syntheses one instance takes at once. */
  concurrency: number;
  maxCharacters: number;
  /**
   * Closing the connection ends the synthesis. Where it does not (GPT-SoVITS finishes the segment in progress),
   * the slot stays taken until the engine is done, or two voices would meet in it.
   */
  stopsOnAbort: boolean;
}

/** The reference clip of a cloned voice, as the engine's machine sees it. */
export interface VoiceReference {
  /** Path on the engine's machine. */
  path: string;
  promptText: string;
  promptLang: string;
}

/** How the embedded voice shapes itself into one character. */
export interface EmbeddedTimbre {
  /** eSpeak NG voice variant, e.g. `f3`, `m2`, `klatt2`. */
  variant: string;
  /** 0..99 (eSpeak NG; 50 is neutral). */
  pitch: number;
  /** 0..99; how much the pitch moves. */
  range: number;
  /** Words a minute (eSpeak NG; 175 is neutral). */
  rate: number;
}

export interface SpeechRequest {
  /** What is spoken: speakable, one segment. */
  text: string;
  /** `ko`, `en`, `ja` or `zh`; other lower-case codes pass to engines that know them. */
  language: string;
  reference: VoiceReference | null;
  timbre: EmbeddedTimbre;
  /** Complete: every control has its value. */
  controls: Required<SpeechControls>;
  streamingMode: StreamingMode;
}

export interface SpeechAudio {
  sampleRate: number;
  /** s16le mono, every chunk sample-aligned. Rejects with UpstreamError when the engine breaks off. */
  pcm: AsyncIterable<Uint8Array>;
  /** Wishes the engine could not fulfil, as codes (`streaming_mode_unsupported`, …). */
  warnings: string[];
}

/**
 * One speech engine. Stateless: it holds no queue, slot, weights or retry; `scheduler.ts` alone does.
 *
 * An abort of `context.signal` closes the connection. An engine never retries, never falls back to
 * another engine, and never logs the text or the reference.
 */
export interface SpeechEngine {
  readonly kind: SpeechEngineKind;
  readonly capabilities: SpeechCapabilities;
  /** Resolves when the first sound is there (so that a documented failure is a rejection, not silence). */
  synthesize(request: SpeechRequest, context: EngineContext): Promise<SpeechAudio>;
  /** Must answer soon (about two seconds) and must not disturb a running synthesis. */
  checkHealth(context: EngineContext): Promise<EngineHealth>;
  /**
   * Whether the engine's machine can read this reference. Disturbs a running synthesis: call it in a slot.
   * Rejects with UpstreamError where the engine does not answer; true where it has no such question.
   */
  canReadReference(reference: VoiceReference, context: EngineContext): Promise<boolean>;
}
