import "client-only";
import { type AudioOutput, loudness, type SoundStream } from "./audio-output";

const SAMPLE_RATE = 44_100;
const STEP_MS = 15;

/**
 * The third way, for browsers without Web Audio: whole segments as WAV files in one `<audio>` element
 * (one, because a browser's permission to sound belongs to the element that was tapped for).
 */
export class ElementOutput implements AudioOutput {
  readonly kind = "element";
  readonly sampleRate = SAMPLE_RATE;
  readonly ready = Promise.resolve();
  readonly #element = new Audio();
  #stream: ElementStream | null = null;
  #blocked = false;
  #volume = 1;

  get blocked(): boolean {
    return this.#blocked;
  }

  resume(): void {
    const element = this.#element;
    if (!element.src) element.src = URL.createObjectURL(wavOf([new Float32Array(441)]));
    // One that has ended is paused too, and would begin again.
    if (element.paused && !element.ended) this.#play();
  }

  open(): SoundStream {
    this.#stream = new ElementStream(this.#element, () => this.#play());
    this.#element.volume = this.#volume;
    return this.#stream;
  }

  level(): number {
    return this.#stream?.level() ?? 0;
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    this.#element.volume = volume;
  }

  close(): void {
    this.#element.pause();
  }

  #play(): void {
    this.#element.play().then(
      () => {
        this.#blocked = false;
      },
      (error: unknown) => {
        if (error instanceof DOMException && error.name === "NotAllowedError") this.#blocked = true;
      },
    );
  }
}

class ElementStream implements SoundStream {
  #collected: Float32Array[] = [];
  #files: Float32Array[] = [];
  #current: Float32Array | null = null;
  #doneFrames = 0;
  #ended = false;

  constructor(
    private readonly element: HTMLAudioElement,
    private readonly play: () => void,
  ) {
    element.addEventListener("ended", this.#next);
  }

  write(samples: Float32Array<ArrayBuffer>): void {
    this.#collected.push(samples);
  }

  settle(): void {
    const whole = concatenate(this.#collected);
    this.#collected = [];
    if (whole.length > 0) this.#files.push(whole);
    if (!this.#current) this.#next();
  }

  heardFrames(): number {
    return this.#doneFrames + (this.#current ? this.#position(this.#current) : 0);
  }

  sounding(): boolean {
    return this.#current !== null && !this.element.paused && this.element.currentTime > 0;
  }

  level(): number {
    const at = this.#current ? this.#position(this.#current) : 0;
    return this.#current && this.sounding() ? loudness(this.#current.subarray(at, at + 1024)) : 0;
  }

  async fadeOut(fadeMs: number): Promise<void> {
    this.#ended = true;
    this.element.removeEventListener("ended", this.#next);
    const volume = this.element.volume;
    for (let left = fadeMs - STEP_MS; left > 0 && this.sounding(); left -= STEP_MS) {
      this.element.volume = (volume * left) / fadeMs;
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
    if (this.#current) this.element.pause();
    this.element.volume = volume;
  }

  #position(current: Float32Array): number {
    return Math.min(current.length, Math.floor(this.element.currentTime * SAMPLE_RATE));
  }

  #next = (): void => {
    if (this.#ended) return;
    this.#doneFrames += this.#current?.length ?? 0;
    this.#current = this.#files.shift() ?? null;
    if (!this.#current) return;
    URL.revokeObjectURL(this.element.src);
    this.element.src = URL.createObjectURL(wavOf([this.#current]));
    this.play();
  };
}

function concatenate(pieces: Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function wavOf(pieces: Float32Array[]): Blob {
  const samples = concatenate(pieces);
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, value: string) =>
    [...value].forEach((letter, offset) => {
      view.setUint8(at + offset, letter.charCodeAt(0));
    });
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples.length * 2, true);
  for (const [index, sample] of samples.entries()) {
    view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, sample)) * 32_767, true);
  }
  return new Blob([view], { type: "audio/wav" });
}
