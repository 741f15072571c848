import "client-only";
import { type AudioOutput, loudness, type SoundStream } from "./audio-output";
import { BufferStream } from "./buffer-stream";
import { WorkletStream } from "./worklet-stream";

const WORKLET_URL = "/worklets/playback-worklet.js";
/** A context starts a moment after it is asked to; only then is it worth saying that it is blocked. */
const RESUME_GRACE_MS = 400;

/**
 * The one AudioContext of the page. Speech goes through a worklet where the page may have one (https or
 * localhost), else through buffers scheduled on the context's clock.
 */
export class ContextOutput implements AudioOutput {
  readonly ready: Promise<void>;
  readonly #context: AudioContext;
  readonly #volume: GainNode;
  readonly #analyser: AnalyserNode;
  readonly #recent: Float32Array<ArrayBuffer>;
  #kind: "worklet" | "buffers" = "buffers";
  /** When sound was asked for, on the page's clock; never yet = infinite. */
  #askedAt = Number.POSITIVE_INFINITY;

  /** Throws where the browser has no AudioContext. */
  constructor(allowWorklet = true) {
    this.#context = new AudioContext();
    this.#volume = this.#context.createGain();
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#recent = new Float32Array(this.#analyser.fftSize);
    this.#volume.connect(this.#analyser).connect(this.#context.destination);
    // Ends an interruption (a call, another device) without a tap where the browser allows it.
    this.#context.addEventListener("statechange", this.#recover);
    this.ready = allowWorklet ? this.#loadWorklet() : Promise.resolve();
  }

  get kind(): "worklet" | "buffers" {
    return this.#kind;
  }

  get sampleRate(): number {
    return this.#context.sampleRate;
  }

  get blocked(): boolean {
    return this.#context.state !== "running" && performance.now() - this.#askedAt > RESUME_GRACE_MS;
  }

  resume(): void {
    if (this.#context.state === "running" || this.#context.state === "closed") return;
    if (!this.blocked) this.#askedAt = performance.now();
    playThroughSilentSwitch();
    this.#context.resume().catch(() => {});
  }

  open(): SoundStream {
    return this.#kind === "worklet"
      ? new WorkletStream(this.#context, this.#volume)
      : new BufferStream(this.#context, this.#volume);
  }

  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#recent);
    return loudness(this.#recent);
  }

  setVolume(volume: number): void {
    this.#volume.gain.setTargetAtTime(volume, this.#context.currentTime, 0.015);
  }

  close(): void {
    this.#context.removeEventListener("statechange", this.#recover);
    this.#context.close().catch(() => {});
  }

  #recover = (): void => {
    // "interrupted" is WebKit's, missing from the type.
    const state: string = this.#context.state;
    if (state !== "interrupted" && state !== "suspended") return;
    // Also one that ran from the start, unasked, is now asked for: a refusal is to be told.
    this.#askedAt = performance.now();
    this.#context.resume().catch(() => {});
  };

  async #loadWorklet(): Promise<void> {
    if (!globalThis.isSecureContext || !this.#context.audioWorklet) return;
    try {
      await this.#context.audioWorklet.addModule(WORKLET_URL);
      this.#kind = "worklet";
    } catch {
      // Refused or not found: the scheduled buffers do the same.
    }
  }
}

/** iOS mutes Web Audio by the ringer switch unless the page says that it plays media. */
function playThroughSilentSwitch(): void {
  const session: unknown = Reflect.get(navigator, "audioSession");
  if (typeof session === "object" && session !== null) Reflect.set(session, "type", "playback");
}
