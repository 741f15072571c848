/**
 * One stretch of sound: samples written one after the other sound one after the other, without a gap while
 * they come fast enough. A frame is one mono sample at the output's rate.
 */
export interface SoundStream {
  /** Appends samples. The stream takes the array over. */
  write(samples: Float32Array<ArrayBuffer>): void;
  /** A segment ends here: sound out what is in hand without waiting for more. Writing may go on. */
  settle(): void;
  /** How many of the written frames have left the loudspeaker. */
  heardFrames(): number;
  /** True while written frames are leaving the loudspeaker. */
  sounding(): boolean;
  /** Fades out, drops the rest and ends the stream; resolves when it is silent. */
  fadeOut(fadeMs: number): Promise<void>;
}

/** Where sound goes. Three ways to do it: an AudioWorklet, scheduled buffers, `<audio>` elements. */
export interface AudioOutput {
  readonly kind: "worklet" | "buffers" | "element";
  /** Hz that `write` expects. */
  readonly sampleRate: number;
  /** Settles before the first `open`. Never rejects. */
  readonly ready: Promise<void>;
  /** The browser holds sound back until a tap. */
  readonly blocked: boolean;
  /** Asks the browser for sound; works for certain only inside a tap or key handler. */
  resume(): void;
  open(): SoundStream;
  /** How loud it is now, 0..1, for the eye and not for a meter. */
  level(): number;
  /** 0..1 */
  setVolume(volume: number): void;
  close(): void;
}

/** Sound starts with this much in hand; each underrun adds a step, up to the limit. */
export const PREBUFFER_MS = { first: 30, step: 20, limit: 150 } as const;
/** Around an underrun. */
export const GAP_FADE_MS = 2.7;

/** RMS of the samples on a scale where lively speech reaches about 1. */
export function loudness(samples: Float32Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return samples.length === 0 ? 0 : Math.min(1, Math.sqrt(power / samples.length) * 4);
}
