const ZERO_CROSSINGS = 16;
const KAISER_BETA = 8;
/** Share of the narrower band that passes; the rest is the filter's slope. */
const PASS_BAND = 0.94;

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * Brings a stream of samples from one rate to another with a windowed sinc in exact polyphase steps.
 * The output depends on the samples only, never on how they were cut into pushes, and is not delayed:
 * output n stands at input n × inputRate ÷ outputRate.
 */
export class StreamingResampler {
  readonly #step: number;
  readonly #phases: number;
  readonly #half: number;
  readonly #cutoff: number;
  readonly #kernels: Float32Array[] = [];
  #carried: Float32Array;
  #phase = 0;
  #taken = 0;
  #made = 0;

  constructor(inputRate: number, outputRate: number) {
    const divisor = greatestCommonDivisor(inputRate, outputRate);
    this.#step = inputRate / divisor;
    this.#phases = outputRate / divisor;
    this.#cutoff = Math.min(1, outputRate / inputRate) * PASS_BAND;
    this.#half = this.#step === this.#phases ? 1 : Math.ceil(ZERO_CROSSINGS / this.#cutoff);
    this.#carried = new Float32Array(this.#half - 1);
  }

  /** Takes the next input samples; returns the output samples they settle. */
  push(input: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    this.#taken += input.length;
    return this.#step === this.#phases ? input : this.#convert(input, Number.POSITIVE_INFINITY);
  }

  /** The input is over; returns the last output samples. */
  flush(): Float32Array<ArrayBuffer> {
    if (this.#step === this.#phases) return new Float32Array(0);
    const total = Math.ceil((this.#taken * this.#phases) / this.#step);
    return this.#convert(new Float32Array(this.#half), total - this.#made);
  }

  #convert(input: Float32Array, limit: number): Float32Array<ArrayBuffer> {
    const samples = new Float32Array(this.#carried.length + input.length);
    samples.set(this.#carried);
    samples.set(input, this.#carried.length);
    const taps = this.#half * 2;
    const possible = Math.ceil(((samples.length - taps + 1) * this.#phases - this.#phase) / this.#step);
    const output = new Float32Array(Math.max(0, Math.min(possible, limit)));
    let start = 0;
    for (let n = 0; n < output.length; n++) {
      const kernel = this.#kernel(this.#phase);
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += (samples[start + tap] ?? 0) * (kernel[tap] ?? 0);
      output[n] = sum;
      this.#phase += this.#step;
      start += Math.floor(this.#phase / this.#phases);
      this.#phase %= this.#phases;
    }
    this.#made += output.length;
    this.#carried = samples.slice(start);
    return output;
  }

  #kernel(phase: number): Float32Array {
    const known = this.#kernels[phase];
    if (known) return known;
    const kernel = new Float32Array(this.#half * 2);
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) {
      const distance = tap - (this.#half - 1) - phase / this.#phases;
      const x = Math.PI * distance * this.#cutoff;
      const inWindow = Math.max(0, 1 - (distance / this.#half) ** 2);
      const value = (x === 0 ? 1 : Math.sin(x) / x) * bessel(KAISER_BETA * Math.sqrt(inWindow));
      kernel[tap] = value;
      sum += value;
    }
    const scaled = kernel.map((value) => value / sum);
    this.#kernels[phase] = scaled;
    return scaled;
  }
}
