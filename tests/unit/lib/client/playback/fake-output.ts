import type { AudioOutput, SoundStream } from "@/lib/client/playback/audio-output";

/** Sound without a loudspeaker: Node has no audio. The test says how far it has been heard. */
export class FakeOutput implements AudioOutput {
  readonly kind = "buffers";
  readonly sampleRate = 32_000;
  readonly ready = Promise.resolve();
  blocked = false;
  resumed = 0;
  volume = 1;
  readonly streams: FakeStream[] = [];

  resume(): void {
    this.resumed++;
  }
  open(): SoundStream {
    const stream = new FakeStream();
    this.streams.push(stream);
    return stream;
  }
  level(): number {
    return 0.5;
  }
  setVolume(volume: number): void {
    this.volume = volume;
  }
  close(): void {}

  get stream(): FakeStream {
    const stream = this.streams.at(-1);
    if (!stream) throw new Error("nothing was written");
    return stream;
  }
}

export class FakeStream implements SoundStream {
  written = 0;
  settled = 0;
  faded: number | null = null;
  heard = 0;
  /** Everything written is heard at once. */
  isInstant = false;

  write(samples: Float32Array): void {
    this.written += samples.length;
  }
  settle(): void {
    this.settled = this.written;
  }
  heardFrames(): number {
    return this.isInstant ? this.written : Math.min(this.heard, this.written);
  }
  sounding(): boolean {
    return this.faded === null && this.heardFrames() < this.written && this.heard > 0;
  }
  async fadeOut(fadeMs: number): Promise<void> {
    this.faded = fadeMs;
  }
}
