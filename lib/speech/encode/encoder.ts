import path from "node:path";
import { Worker } from "node:worker_threads";
import { createDeferred, type Deferred } from "@/lib/async/deferred";
import { EventLog } from "@/lib/async/event-log";
import { ENCODED_FORMATS, type EncodedFormat, encodedRate } from "./formats";

type WorkerAnswer = { id: number; bytes: Uint8Array } | { id: number; failure: string };

/** More at once would only be slower each, and every stream has a WebAssembly memory of its own. */
const MAX_STREAMS = 12;

const WORKER_PATH = path.join(/*turbopackIgnore: true*/ process.cwd(), "lib/speech/encode/encode-worker.mjs");

/** Encodes sound in one thread beside the server's; started with the first stream, replaced after a crash. */
export class Encoder {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Deferred<Uint8Array>>();
  readonly #queue: (() => void)[] = [];
  #open = 0;
  #lastId = 0;

  /**
   * A file of this format from s16le mono sound (whole samples in each chunk), its bytes as they are made. Nothing comes of no sound.
   * Rejects with what the sound's source rejects with, and with Error where the encoder fails. Leaving early ends the work.
   */
  async *encode(
    format: EncodedFormat,
    pcm: AsyncIterable<Uint8Array>,
    sampleRate: number,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const made = new EventLog<Uint8Array>();
    const left = new AbortController();
    // At the source's pace: a slow reader keeps nobody else waiting for the encoder.
    const fill = async () => {
      for await (const bytes of this.#encode(format, pcm, sampleRate, left.signal)) {
        if (bytes.byteLength > 0) made.append(bytes);
      }
    };
    fill().then(
      () => made.end(),
      (error: unknown) => made.fail(error),
    );
    try {
      yield* made.follow();
    } finally {
      left.abort();
    }
  }

  async *#encode(
    format: EncodedFormat,
    pcm: AsyncIterable<Uint8Array>,
    sampleRate: number,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    await this.#enter();
    const id = ++this.#lastId;
    try {
      const { bitrate } = ENCODED_FORMATS[format];
      const rate = encodedRate(format, sampleRate);
      yield await this.#ask(id, { op: "open", format, bitrate, sampleRate, rate });
      for await (const chunk of pcm) {
        if (signal.aborted) return;
        const samples = new Uint8Array(chunk).buffer;
        yield await this.#ask(id, { op: "write", pcm: samples }, [samples]);
      }
      yield await this.#ask(id, { op: "end" });
    } finally {
      this.#worker?.postMessage({ id, op: "cancel" });
      this.#leave();
    }
  }

  /** Ends the thread; what it was encoding rejects. The next stream starts another one. */
  close(): void {
    this.#abandon(new Error("the encoder was closed"));
  }

  #ask(id: number, message: object, transfer: ArrayBuffer[] = []): Promise<Uint8Array> {
    const answer = createDeferred<Uint8Array>();
    this.#waiting.set(id, answer);
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, ...message }, transfer);
    return answer.promise;
  }

  #start(): Worker {
    const worker = new Worker(/*turbopackIgnore: true*/ WORKER_PATH);
    worker.on("message", (message: WorkerAnswer) => {
      const answer = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ("bytes" in message) answer?.resolve(message.bytes);
      else answer?.reject(new Error(`sound could not be encoded: ${message.failure}`));
    });
    const lost = (why: string) => {
      if (worker === this.#worker) this.#abandon(new Error(`the encoder broke off: ${why}`));
    };
    worker.on("error", (error: Error) => lost(error.message));
    worker.on("exit", (code) => lost(`it ended with ${code}`));
    return worker;
  }

  #abandon(error: Error): void {
    const worker = this.#worker;
    this.#worker = null;
    for (const answer of this.#waiting.values()) answer.reject(error);
    this.#waiting.clear();
    void worker?.terminate();
  }

  /** Resolves when it is this stream's turn. Keeps Node alive only while there is work. */
  async #enter(): Promise<void> {
    if (this.#open >= MAX_STREAMS) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#open += 1;
    this.#worker?.ref();
  }

  #leave(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#open -= 1;
    if (this.#open === 0) this.#worker?.unref();
  }
}
