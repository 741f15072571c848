import type { SpeechEngineKind } from "@/lib/contract/engines";
import type { SpeechControls, StreamingMode } from "@/lib/contract/speech";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";

export type { SpeechEngineKind };

/** What an engine can do, as data: nobody asks which engine it is. */
export interface SpeechCapabilities {
  /** Languages it speaks (`ko`, `en`, `ja`, `zh`). */
  languages: readonly string[];
  /** Streaming modes that change what it does. */
  streamingModes: readonly StreamingMode[];
  /** Speaks in the voice of a reference clip. */
  cloning: boolean;
  /**
   * How it gets a reference clip: by its path on the engine's machine, inside the request, or not at all.
   */
  references: "path" | "inline" | "none";
  /** Has voices of its own, chosen by name (`SpeechRequest.engineVoice`, `listVoices`). */
  ownVoices: boolean;
  /** Speaks in a voice of its own where it is given neither a reference nor a name. */
  ownDefault?: boolean;
  /** Takes further references of the same speaker. */
  auxiliaryReferences: boolean;
  /** Its model is state: `loadWeights` changes what every later synthesis sounds like. */
  weights: boolean;
  /** `loadWeights` takes both halves or fails. */
  weightsTogether?: boolean;
  /** Always samples the same way: the controls of a request change nothing. */
  fixedSampling?: boolean;
  /** Several speakers in one request (`[SPEAKER0] …`). */
  multiSpeaker: boolean;
  /** How many syntheses one instance takes at once. */
  concurrency: number;
  /** A longer text is cut: the engine drops its end, or is silent for longer than others should wait. */
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
  /** The clip's bytes (a WAV) where it is one of ours; null for a path only the engine's machine knows. */
  read: (() => Promise<Uint8Array>) | null;
}

/** What a voice was trained to; paths on the engine's machine. Null leaves that half as it is. */
export interface VoiceWeights {
  gpt: string | null;
  sovits: string | null;
}

/** A voice an engine has of its own. */
export interface EngineVoice {
  /** What `SpeechRequest.engineVoice` takes; opaque. */
  id: string;
  name: string;
  /** Told by the engine; empty where it says nothing. */
  description: string;
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
  /** Null: the engine's own default speaks, where it has one. */
  reference: VoiceReference | null;
  /** More clips of the same speaker, for engines that mix them. */
  auxiliaryReferences: readonly VoiceReference[];
  /** One of the engine's own voices by its id; wins over `reference`. */
  engineVoice: string | null;
  /** What the room sounds like, for engines that take a description (Higgs); null: the engine's default. */
  scene: string | null;
  /** Limit for engines that speak in tokens; absent: enough for the text. */
  maxNewTokens?: number;
  timbre: EmbeddedTimbre;
  /** Complete: every control has its value. */
  controls: Required<SpeechControls>;
  streamingMode: StreamingMode;
}

/** Several speakers in one piece of sound. */
export interface SpeechDialogue extends Pick<SpeechRequest, "controls" | "scene" | "maxNewTokens"> {
  /** Who speaks: all by a name the engine knows, or all by their clip. */
  speakers: readonly Pick<SpeechRequest, "engineVoice" | "reference">[];
  /** `speaker` is an index of `speakers`. */
  lines: readonly { speaker: number; text: string }[];
}

export interface SpeechAudio {
  sampleRate: number;
  /** s16le mono, every chunk sample-aligned. Rejects with UpstreamError when the engine breaks off. */
  pcm: AsyncIterable<Uint8Array>;
  /** Wishes the engine could not fulfil, as codes (`streaming_mode_unsupported`, …). */
  warnings: string[];
}

/**
 * One speech engine. Stateless: it holds no queue, slot, weights or retry; the scheduler and the speaker do.
 *
 * An abort of `context.signal` closes the connection. An engine never retries, never falls back to
 * another engine, and never logs the text or the reference.
 */
export interface SpeechEngine {
  readonly kind: SpeechEngineKind;
  readonly capabilities: SpeechCapabilities;
  /** Resolves when the first sound is there (so that a documented failure is a rejection, not silence). */
  synthesize(request: SpeechRequest, context: EngineContext): Promise<SpeechAudio>;
  /** Like `synthesize`, for engines of `multiSpeaker`. */
  synthesizeDialogue?(dialogue: SpeechDialogue, context: EngineContext): Promise<SpeechAudio>;
  /** Must answer soon (about two seconds) and must not disturb a running synthesis. */
  checkHealth(context: EngineContext): Promise<EngineHealth>;
  /**
   * Whether the engine's machine can read this reference. Disturbs a running synthesis: call it in a slot.
   * Rejects with UpstreamError where the engine does not answer; true where it has no such question.
   */
  canReadReference(reference: VoiceReference, context: EngineContext): Promise<boolean>;
  /**
   * Loads the model of a voice. Call it in a slot: a running synthesis would change its voice half-way. Forget
   * afterwards what `canReadReference` said: the engine's memory of references belongs to the model before.
   * Rejects with UpstreamError `refused` when the engine cannot load them, its own words in the message.
   */
  loadWeights?(weights: VoiceWeights, context: EngineContext): Promise<void>;
  /** The voices it has of its own; empty where it cannot say. */
  listVoices?(context: EngineContext): Promise<EngineVoice[]>;
  /** Gives the engine a clip to know by `name` from now on (`[A-Za-z0-9_-]` only); returns its id. */
  uploadVoice?(name: string, reference: VoiceReference, context: EngineContext): Promise<string>;
  /** Asks the engine's process to start again or to end. Never retried; a connection that breaks is success. */
  control?(command: "restart" | "exit", context: EngineContext): Promise<void>;
}
