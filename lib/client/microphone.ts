"use client";

import "client-only";
import { wavFile } from "./recording";

const WORKLET_URL = "/worklets/recording-worklet.js";
/** More than one chooses the best ten seconds of; well within what the server takes. */
export const MAX_RECORDING_SECONDS = 30;
const COUNT_FROM = 3;

/**
 * Why nothing can be recorded. `insecure`: browsers lend the microphone to https and localhost alone · `denied`: the
 * person or their browser said no · `none`: there is none · `busy`: another program has it · `lost`: it was unplugged.
 */
export type MicrophoneProblem = "insecure" | "denied" | "none" | "busy" | "lost";

export interface MicrophoneSnapshot {
  state: "off" | "opening" | "open" | "counting" | "recording";
  problem: MicrophoneProblem | null;
  devices: readonly { id: string; label: string }[];
  /** The one that is heard; "" while none is. */
  deviceId: string;
  /** Seconds until it records. */
  countdown: number;
  /** Whole seconds recorded. */
  seconds: number;
}

const OFF: MicrophoneSnapshot = {
  state: "off",
  problem: null,
  devices: [],
  deviceId: "",
  countdown: 0,
  seconds: 0,
};

interface Line {
  stream: MediaStream;
  context: AudioContext;
}

/** Records from a microphone as it hears: nothing of the browser's own is done to the sound. */
export class Microphone {
  readonly #subscribers = new Set<() => void>();
  #snapshot = OFF;
  #line: Line | null = null;
  #opening = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #blocks: Float32Array[] = [];
  #samples = 0;
  #peak = 0;

  /** @param onRecorded gets each finished recording, a WAV called `name()` */
  constructor(
    private readonly onRecorded: (file: File) => void,
    private readonly name: () => string,
  ) {}

  subscribe = (tell: () => void): (() => void) => {
    this.#subscribers.add(tell);
    return () => this.#subscribers.delete(tell);
  };

  getSnapshot = (): MicrophoneSnapshot => this.#snapshot;

  /** How loud the loudest moment since the last call was, 0..1. */
  readPeak(): number {
    const peak = this.#peak;
    this.#peak = 0;
    return peak;
  }

  /** Asks for a microphone and listens to it; call it in the click. A recording that runs is let go. */
  async open(deviceId = ""): Promise<void> {
    this.close();
    if (!globalThis.isSecureContext || !navigator.mediaDevices)
      return this.#set({ ...OFF, problem: "insecure" });
    const mine = ++this.#opening;
    this.#set({ ...OFF, state: "opening" });
    listenThroughSession();
    let stream: MediaStream | null = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: wish(deviceId) });
      const context = new AudioContext();
      await Promise.all([context.audioWorklet.addModule(WORKLET_URL), context.resume()]);
      const found = await navigator.mediaDevices.enumerateDevices();
      if (mine !== this.#opening) {
        letGo({ stream, context });
        return;
      }
      this.#listen({ stream, context });
      const [track] = stream.getAudioTracks();
      this.#set({
        ...OFF,
        state: "open",
        devices: found.flatMap(({ kind, deviceId: id, label }) =>
          kind === "audioinput" && id ? { id, label } : [],
        ),
        deviceId: track?.getSettings().deviceId ?? "",
      });
    } catch (error) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      if (mine === this.#opening) this.#set({ ...OFF, problem: problemOf(error) });
    }
  }

  /** Counts down, and records. */
  start(): void {
    if (this.#snapshot.state !== "open") return;
    this.#set({ ...this.#snapshot, state: "counting", countdown: COUNT_FROM, seconds: 0 });
    this.#timer = setInterval(() => {
      const countdown = this.#snapshot.countdown - 1;
      if (countdown > 0) return this.#set({ ...this.#snapshot, countdown });
      clearInterval(this.#timer);
      this.#blocks = [];
      this.#samples = 0;
      this.#set({ ...this.#snapshot, state: "recording", countdown: 0 });
    }, 1000);
  }

  /** Ends the countdown, or the recording, which is handed over. */
  stop(): void {
    clearInterval(this.#timer);
    const { state } = this.#snapshot;
    const rate = this.#line?.context.sampleRate;
    if (state === "recording" && rate && this.#samples > 0) {
      const file = wavFile(joined(this.#blocks, this.#samples), rate, this.name());
      this.close();
      this.onRecorded(file);
    } else if (state === "counting") this.#set({ ...this.#snapshot, state: "open", countdown: 0 });
  }

  /** Lets the microphone go; what was not stopped is not kept. */
  close(): void {
    this.#opening++;
    clearInterval(this.#timer);
    if (this.#line) letGo(this.#line);
    this.#line = null;
    this.#blocks = [];
    this.#samples = 0;
    if (this.#snapshot !== OFF) this.#set(OFF);
  }

  #listen(line: Line): void {
    this.#line = line;
    const { stream, context } = line;
    const worklet = new AudioWorkletNode(context, "recording", { numberOfOutputs: 0 });
    worklet.port.onmessage = ({ data }: MessageEvent<Float32Array>) => this.#hear(data, context.sampleRate);
    context.createMediaStreamSource(stream).connect(worklet);
    for (const track of stream.getAudioTracks()) {
      track.onended = () => {
        this.stop();
        this.close();
        this.#set({ ...OFF, problem: "lost" });
      };
    }
  }

  #hear(block: Float32Array, rate: number): void {
    for (const sample of block) this.#peak = Math.max(this.#peak, Math.abs(sample));
    if (this.#snapshot.state !== "recording") return;
    this.#blocks.push(block);
    this.#samples += block.length;
    const seconds = Math.floor(this.#samples / rate);
    if (seconds >= MAX_RECORDING_SECONDS) this.stop();
    else if (seconds !== this.#snapshot.seconds) this.#set({ ...this.#snapshot, seconds });
  }

  #set(snapshot: MicrophoneSnapshot): void {
    this.#snapshot = snapshot;
    for (const tell of this.#subscribers) tell();
  }
}

/** What a call does to a voice (echo, noise, level) would be cloned with it. */
function wish(deviceId: string): MediaTrackConstraints {
  return {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    ...(deviceId ? { deviceId: { ideal: deviceId } } : {}),
  };
}

function problemOf(error: unknown): MicrophoneProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" ? "none" : "busy";
}

/** iOS gives no microphone to a page that says it only plays. */
function listenThroughSession(): void {
  const session: unknown = Reflect.get(navigator, "audioSession");
  if (typeof session === "object" && session !== null) Reflect.set(session, "type", "play-and-record");
}

function letGo({ stream, context }: Line): void {
  for (const track of stream.getTracks()) {
    track.onended = null;
    track.stop();
  }
  context.close().catch(() => {});
}

function joined(blocks: readonly Float32Array[], length: number): Float32Array {
  const whole = new Float32Array(length);
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}
