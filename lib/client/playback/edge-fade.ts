/**
 * Rounds both ends of a stream of samples over a few frames, so that whatever stands before and after it
 * joins without a click. Holds back as many frames as the fade is long.
 */
export class EdgeFade {
  #held: Float32Array<ArrayBuffer> = new Float32Array(0);
  #passed = 0;

  constructor(private readonly frames: number) {}

  /** Takes the next samples; returns those that are certainly not the end. */
  push(samples: Float32Array): Float32Array<ArrayBuffer> {
    const joined = new Float32Array(this.#held.length + samples.length);
    joined.set(this.#held);
    joined.set(samples, this.#held.length);
    for (let at = this.#held.length; at < joined.length && this.#passed < this.frames; at++) {
      joined[at] = (joined[at] ?? 0) * (this.#passed / this.frames);
      this.#passed++;
    }
    const free = Math.max(0, joined.length - this.frames);
    this.#held = joined.slice(free);
    return joined.slice(0, free);
  }

  /** The stream is over; returns its faded end. */
  flush(): Float32Array<ArrayBuffer> {
    const tail = this.#held;
    this.#held = new Float32Array(0);
    return tail.map((sample, at) => sample * ((tail.length - 1 - at) / tail.length));
  }
}
