import "client-only";
import { GAP_FADE_MS, PREBUFFER_MS, type SoundStream } from "./audio-output";
import { heardTime, Timeline } from "./timeline";

/** Smaller pieces would cost a node each; larger ones would delay the first sound. */
const PIECE_MS = 20;
/** The audio thread may be this far ahead of the clock we read by the time it hears of a change. */
const AHEAD_MS = 25;

/**
 * Sound through AudioBufferSourceNodes that abut to the sample on the context's clock: for plain-http
 * pages, where browsers give no AudioWorklet. Each run of pieces always carries a fade at its end, taken
 * back as soon as the next piece is there; so running dry makes no click.
 */
export class BufferStream implements SoundStream {
  readonly #fade: GainNode;
  readonly #stop: GainNode;
  readonly #timeline: Timeline;
  readonly #sources = new Set<AudioBufferSourceNode>();
  #waiting: Float32Array[] = [];
  #waitingFrames = 0;
  #written = 0;
  /** Frames of the context's clock. */
  #nextFrame = -1;
  /** How long the fade is that stands at the end of what is scheduled. */
  #tailFrames = 0;
  #leadMs: number = PREBUFFER_MS.first;
  #settled = true;

  constructor(
    private readonly context: AudioContext,
    destination: AudioNode,
  ) {
    this.#timeline = new Timeline(context.sampleRate);
    this.#fade = context.createGain();
    this.#stop = context.createGain();
    this.#fade.connect(this.#stop).connect(destination);
  }

  write(samples: Float32Array<ArrayBuffer>): void {
    if (samples.length === 0) return;
    this.#waiting.push(samples);
    this.#waitingFrames += samples.length;
    if (this.#waitingFrames >= this.#frames(PIECE_MS)) this.#schedule();
  }

  settle(): void {
    this.#schedule();
    this.#settled = true;
  }

  heardFrames(): number {
    return this.#timeline.frameAt(heardTime(this.context));
  }

  sounding(): boolean {
    return this.context.state === "running" && this.#timeline.soundingAt(heardTime(this.context));
  }

  async fadeOut(fadeMs: number): Promise<void> {
    const now = this.context.currentTime;
    this.#stop.gain.setValueAtTime(1, now);
    this.#stop.gain.linearRampToValueAtTime(0, now + fadeMs / 1000);
    if (this.context.state === "running") await new Promise((resolve) => setTimeout(resolve, fadeMs));
    for (const source of this.#sources) source.stop();
    this.#stop.disconnect();
  }

  #frames(ms: number): number {
    return Math.round((ms / 1000) * this.context.sampleRate);
  }

  #schedule(): void {
    if (this.#waitingFrames === 0) return;
    const buffer = this.context.createBuffer(1, this.#waitingFrames, this.context.sampleRate);
    let at = 0;
    for (const samples of this.#waiting) {
      buffer.getChannelData(0).set(samples, at);
      at += samples.length;
    }
    this.#waiting = [];
    this.#waitingFrames = 0;
    this.#place(buffer.length);
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#fade);
    source.start((this.#nextFrame - buffer.length) / this.context.sampleRate);
    this.#sources.add(source);
    source.onended = () => {
      source.disconnect();
      this.#sources.delete(source);
    };
    this.#settled = false;
  }

  /** Moves `#nextFrame` past the new piece and keeps the fade at the end of the run. */
  #place(frames: number): void {
    const rate = this.context.sampleRate;
    const fade = this.#frames(GAP_FADE_MS);
    const gain = this.#fade.gain;
    const now = this.context.currentTime * rate;
    const joins = this.#nextFrame - this.#tailFrames >= now + this.#frames(AHEAD_MS);
    let rising = 0;
    if (joins) {
      const tail = (this.#nextFrame - this.#tailFrames) / rate;
      gain.cancelScheduledValues(tail);
      // A ramp and not a step: after a very short piece the rise ends here and was cancelled too.
      gain.linearRampToValueAtTime(1, tail);
      this.#timeline.extend(frames);
    } else {
      if (!this.#settled) this.#leadMs = Math.min(PREBUFFER_MS.limit, this.#leadMs + PREBUFFER_MS.step);
      this.#nextFrame = Math.max(this.#nextFrame, Math.ceil(now) + this.#frames(this.#leadMs));
      rising = Math.min(fade, Math.floor(frames / 2));
      gain.setValueAtTime(0, this.#nextFrame / rate);
      gain.linearRampToValueAtTime(1, (this.#nextFrame + rising) / rate);
      this.#timeline.begin(this.#nextFrame / rate, this.#written, frames);
    }
    this.#tailFrames = Math.min(fade, frames - rising);
    this.#nextFrame += frames;
    this.#written += frames;
    gain.setValueAtTime(1, (this.#nextFrame - this.#tailFrames) / rate);
    gain.linearRampToValueAtTime(0, this.#nextFrame / rate);
  }
}
