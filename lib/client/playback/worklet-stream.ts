import "client-only";
import { GAP_FADE_MS, PREBUFFER_MS, type SoundStream } from "./audio-output";
import { heardTime, Timeline } from "./timeline";

/** What `public/worklets/playback-worklet.js` tells us; `at` is a frame of the context's clock. */
type WorkletMessage = { type: "run" | "rest"; at: number; frame: number } | { type: "stopped" };

/** Sound through our AudioWorklet: samples are handed over, the audio thread joins them. */
export class WorkletStream implements SoundStream {
  readonly #node: AudioWorkletNode;
  readonly #timeline: Timeline;
  #stopped: (() => void) | null = null;

  constructor(
    private readonly context: AudioContext,
    destination: AudioNode,
  ) {
    this.#timeline = new Timeline(context.sampleRate);
    const frames = (ms: number) => Math.round((ms / 1000) * context.sampleRate);
    this.#node = new AudioWorkletNode(context, "speech-playback", {
      numberOfInputs: 0,
      outputChannelCount: [1],
      processorOptions: {
        first: frames(PREBUFFER_MS.first),
        step: frames(PREBUFFER_MS.step),
        limit: frames(PREBUFFER_MS.limit),
        fade: frames(GAP_FADE_MS),
      },
    });
    this.#node.port.onmessage = (event: MessageEvent<WorkletMessage>) => this.#read(event.data);
    this.#node.connect(destination);
  }

  write(samples: Float32Array<ArrayBuffer>): void {
    if (samples.length > 0) this.#node.port.postMessage({ type: "write", samples }, [samples.buffer]);
  }

  settle(): void {
    this.#node.port.postMessage({ type: "settle" });
  }

  heardFrames(): number {
    return this.#timeline.frameAt(heardTime(this.context));
  }

  sounding(): boolean {
    return this.context.state === "running" && this.#timeline.soundingAt(heardTime(this.context));
  }

  fadeOut(fadeMs: number): Promise<void> {
    this.#node.port.postMessage({
      type: "stop",
      frames: Math.round((fadeMs / 1000) * this.context.sampleRate),
    });
    return new Promise((resolve) => {
      this.#stopped = resolve;
      // A context that does not run (blocked, closed) is silent and will not answer.
      if (this.context.state !== "running") this.#end();
      else setTimeout(() => this.#end(), fadeMs + 50);
    });
  }

  #read(message: WorkletMessage): void {
    if (message.type === "stopped") this.#end();
    else if (message.type === "run")
      this.#timeline.begin(message.at / this.context.sampleRate, message.frame);
    else this.#timeline.end(message.frame);
  }

  #end(): void {
    this.#node.disconnect();
    this.#node.port.close();
    this.#stopped?.();
  }
}
