import type { Sound } from "./sound";

const BLOCK_SECONDS = 0.4;
const STEP_SECONDS = 0.1;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

/** Coefficients of a second-order filter, a0 = 1. */
type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

/** Integrated loudness by ITU-R BS.1770, in LUFS; null for silence and for less than 0.4 s. */
export function loudness({ sampleRate, samples }: Sound): number | null {
  const weighted = filtered(filtered(samples, shelf(sampleRate)), highPass(sampleRate));
  const powers = blockPowers(weighted, sampleRate).filter((power) => level(power) > ABSOLUTE_GATE);
  if (powers.length === 0) return null;
  const gate = level(mean(powers)) + RELATIVE_GATE;
  return level(mean(powers.filter((power) => level(power) > gate)));
}

function level(power: number): number {
  return power === 0 ? Number.NEGATIVE_INFINITY : -0.691 + 10 * Math.log10(power);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function blockPowers(samples: Float32Array, sampleRate: number): number[] {
  const block = Math.round(BLOCK_SECONDS * sampleRate);
  const step = Math.round(STEP_SECONDS * sampleRate);
  const powers: number[] = [];
  for (let start = 0; start + block <= samples.length; start += step) {
    let sum = 0;
    for (let at = start; at < start + block; at++) sum += (samples[at] ?? 0) ** 2;
    powers.push(sum / block);
  }
  return powers;
}

/** The head's own lift of high tones (first stage of K-weighting). */
function shelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return [
    (high + (band * k) / q + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / q + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / q + k * k) / a0,
  ];
}

/** What is too low to count (second stage). */
function highPass(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0];
}

function filtered(samples: Float32Array, [b0, b1, b2, a1, a2]: Biquad): Float32Array {
  const out = new Float32Array(samples.length);
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (const [at, x] of samples.entries()) {
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    out[at] = y;
  }
  return out;
}
