import type { Sound } from "@/lib/voices/reference/sound";

export const RATE = 48_000;

/** A tone of this amplitude (1 is full scale). */
export function tone(seconds: number, amplitude: number, { hz = 997, rate = RATE } = {}): Sound {
  const samples = new Float32Array(Math.round(seconds * rate));
  for (let at = 0; at < samples.length; at++)
    samples[at] = amplitude * Math.sin((2 * Math.PI * hz * at) / rate);
  return { sampleRate: rate, samples };
}

export function silence(seconds: number, rate = RATE): Sound {
  return { sampleRate: rate, samples: new Float32Array(Math.round(seconds * rate)) };
}

/** Even noise between ±amplitude, the same each time. Its RMS is amplitude / √3. */
export function noise(seconds: number, amplitude: number): Sound {
  let state = 1;
  const samples = new Float32Array(Math.round(seconds * RATE)).map(() => {
    state = (state * 48_271) % 2_147_483_647;
    return ((state / 2_147_483_647) * 2 - 1) * amplitude;
  });
  return { sampleRate: RATE, samples };
}

export function joined(...sounds: readonly Sound[]): Sound {
  const samples = new Float32Array(sounds.reduce((sum, sound) => sum + sound.samples.length, 0));
  let at = 0;
  for (const sound of sounds) {
    samples.set(sound.samples, at);
    at += sound.samples.length;
  }
  return { sampleRate: sounds[0]?.sampleRate ?? RATE, samples };
}

export function mixed(one: Sound, other: Sound): Sound {
  return { ...one, samples: one.samples.map((sample, at) => sample + (other.samples[at] ?? 0)) };
}
