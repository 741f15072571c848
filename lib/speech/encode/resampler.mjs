const ZERO_CROSSINGS = 16;
/** Share of the narrower band that passes; the rest is the filter's slope. */
const PASS_BAND = 0.94;

/**
 * Brings s16 mono samples from one rate to another with a windowed sinc in exact polyphase steps; the same
 * samples in any chunking, and as long as before.
 * @param {number} from Hz, whole.
 * @param {number} to Hz, whole.
 */
export function createResampler(from, to) {
  const divisor = greatestCommonDivisor(from, to);
  const step = from / divisor;
  const phases = to / divisor;
  const cutoff = Math.min(1, to / from) * PASS_BAND;
  const half = Math.ceil(ZERO_CROSSINGS / cutoff);
  const kernels = Array.from({ length: phases }, (_, phase) => kernel(half, cutoff, phase / phases));
  let carried = new Int16Array(half - 1);
  let phase = 0;
  let taken = 0;
  let made = 0;

  function convert(input, limit) {
    const samples = new Int16Array(carried.length + input.length);
    samples.set(carried);
    samples.set(input, carried.length);
    const possible = Math.ceil(((samples.length - half * 2 + 1) * phases - phase) / step);
    const output = new Int16Array(Math.max(0, Math.min(possible, limit)));
    let start = 0;
    for (let n = 0; n < output.length; n += 1) {
      const weights = kernels[phase];
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap += 1) sum += samples[start + tap] * weights[tap];
      output[n] = Math.max(-32768, Math.min(32767, Math.round(sum)));
      phase += step;
      start += Math.floor(phase / phases);
      phase %= phases;
    }
    made += output.length;
    carried = samples.slice(start);
    return output;
  }

  return {
    /** Takes the next samples; returns those they settle. */
    push(input) {
      taken += input.length;
      return convert(input, Number.POSITIVE_INFINITY);
    },
    /** The input is over; returns the last samples. */
    flush() {
      return convert(new Int16Array(half), Math.ceil((taken * phases) / step) - made);
    },
  };
}

/** The filter's weights for an output that stands `fraction` of a sample behind an input. */
function kernel(half, cutoff, fraction) {
  const weights = new Float32Array(half * 2);
  for (let tap = 0; tap < weights.length; tap += 1) {
    const distance = tap - (half - 1) - fraction;
    const x = Math.PI * distance * cutoff;
    const window = Math.cos((Math.PI * Math.max(-half, Math.min(half, distance))) / half / 2) ** 2;
    weights[tap] = (x === 0 ? 1 : Math.sin(x) / x) * window;
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
