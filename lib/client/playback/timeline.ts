interface Run {
  /** Context time of its first frame, in seconds. */
  at: number;
  frame: number;
  frames: number;
}

/** Which frame of a stream stands at which moment of the audio clock, with the silences between runs. */
export class Timeline {
  #runs: Run[] = [];

  constructor(private readonly sampleRate: number) {}

  /** From `at` (seconds on the audio clock) on, the stream sounds from `frame`; its length is not known yet. */
  begin(at: number, frame: number, frames = Number.POSITIVE_INFINITY): void {
    this.#runs = [...this.#runs.slice(-8), { at, frame, frames }];
  }

  /** The current run grows by so many frames. */
  extend(frames: number): void {
    const run = this.#runs.at(-1);
    if (run) run.frames += frames;
  }

  /** The current run ended just before `frame`. */
  end(frame: number): void {
    const run = this.#runs.at(-1);
    if (run) run.frames = frame - run.frame;
  }

  /** How many frames of the stream have sounded at `time` (seconds). */
  frameAt(time: number): number {
    const run = this.#runs.findLast((candidate) => candidate.at <= time) ?? null;
    if (!run) return this.#runs[0]?.frame ?? 0;
    return run.frame + Math.min(run.frames, Math.floor((time - run.at) * this.sampleRate + 1e-6));
  }

  soundingAt(time: number): boolean {
    const run = this.#runs.findLast((candidate) => candidate.at <= time);
    return run !== undefined && (time - run.at) * this.sampleRate < run.frames;
  }
}

/** The moment on the context's clock, in seconds, of what leaves the loudspeaker now. */
export function heardTime(
  context: Pick<AudioContext, "currentTime" | "outputLatency" | "baseLatency">,
): number {
  const latency = context.outputLatency || context.baseLatency || 0;
  return context.currentTime - Math.min(latency, 1);
}
