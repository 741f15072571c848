import type { Locale } from "@/lib/i18n/locales";
import type { SpeechPlayer } from "./playback/player";

export type SampleState = "idle" | "loading" | "playing" | "failed";

export interface Sample {
  /** What the state is kept under: the character's id. */
  id: string;
  text: string;
  voiceId: string;
  language: Locale;
}

/** Why the last sample is silent: the server's sentence, "" where it said none. */
export interface SampleSnapshot {
  id: string | null;
  state: SampleState;
  message: string;
}

const IDLE: SampleSnapshot = { id: null, state: "idle", message: "" };
const lineOf = (id: string) => `sample:${id}`;

/** How a sample is asked for; asked for again in the same words it is the same clip. */
export const sampleRequest = ({
  text,
  voiceId,
  language,
}: Pick<Sample, "text" | "voiceId"> & { language: string }) => ({
  text,
  voice_id: voiceId,
  text_lang: language,
  streaming_mode: 2,
});

/** Speaks one sample at a time, from its first bytes on. */
export class SamplePlayer {
  readonly #subscribers = new Set<() => void>();
  #snapshot = IDLE;

  constructor(private readonly player: SpeechPlayer) {}

  /** Listens to the player until the returned function is called, which also silences the sample. */
  attach(): () => void {
    const isCurrent = (lineKey: string) =>
      this.#snapshot.id !== null && lineKey === lineOf(this.#snapshot.id);
    const unlisten = this.player.listen({
      segmentStarted: (lineKey) => isCurrent(lineKey) && this.#change({ state: "playing" }),
      segmentEnded: (lineKey) => isCurrent(lineKey) && this.#set(IDLE),
      segmentFailed: (lineKey, _index, error) =>
        isCurrent(lineKey) && this.#change({ state: "failed", message: error.message }),
      dropped: (items) => items.some((item) => isCurrent(item.lineKey)) && this.#set(IDLE),
    });
    return () => {
      this.stop();
      unlisten();
    };
  }

  /** Call it synchronously in the click. The sample that loads or sounds falls silent instead. */
  toggle({ id, text, voiceId, language }: Sample): void {
    this.player.unlock();
    const { id: current, state } = this.#snapshot;
    const wasActive = current === id && (state === "loading" || state === "playing");
    this.stop();
    if (wasActive) return;
    this.#set({ id, state: "loading", message: "" });
    this.player.enqueue({
      lineKey: lineOf(id),
      segmentIndex: 0,
      url: "/api/tts",
      body: { ...sampleRequest({ text, voiceId, language }), return_binary: true },
    });
  }

  stop(): void {
    void this.player.stop();
    this.#set(IDLE);
  }

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  getSnapshot = (): SampleSnapshot => this.#snapshot;

  #change(change: Partial<SampleSnapshot>): void {
    this.#set({ ...this.#snapshot, ...change });
  }

  #set(snapshot: SampleSnapshot): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    for (const subscriber of this.#subscribers) subscriber();
  }
}
