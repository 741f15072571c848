import type { ChatEvent } from "@/lib/contract/chat-events";
import { toRoomSegment } from "./room-lines";
import type { RoomSpeech } from "./room-speech";
import type { RoomStore } from "./room-store";
import { tellOver, toldWhole } from "./telling";
import type { TurnStreamOptions } from "./turn-stream";

type EventData<T extends ChatEvent["type"]> = Extract<ChatEvent, { type: T }>["data"];

/** One turn as the page follows it. */
export class TurnWork {
  readonly controller = new AbortController();
  turnId: string | null = null;
  /** The `error` event that ended the turn. */
  failure: EventData<"error"> | null = null;
  /** The person stopped it before the server had named it. */
  stopWanted = false;
  readonly #announced: Set<number>;
  #told = "";

  constructor(
    readonly start: TurnStreamOptions["start"],
    readonly options: {
      /** The person's line this turn answers; null where it only goes on. */
      userLineKey: string | null;
      /** What the line said before; null: the page joins a turn that runs already. */
      base: string | null;
      /** Segments that were announced before the page was there. */
      known: readonly number[];
      /** Whether a segment may sound now. */
      isHeard: () => boolean;
      /** How long after it was told a segment sounds, in ms; null: when it is pressed. */
      delayMs: () => number | null;
    },
    /** The character's line; null until the server has named it. */
    public lineKey: string | null,
  ) {
    this.#announced = new Set(options.known);
  }

  /** Writes what an event says into the room. */
  apply(event: ChatEvent, store: RoomStore, speech: RoomSpeech): void {
    if (event.type === "turn") this.#begin(event.data, store, speech);
    const lineKey = this.lineKey;
    if (lineKey === null) return;
    if (event.type === "text") {
      this.#told += event.data.delta;
      store.changeLine(lineKey, (line) => ({
        content: tellOver(line.content, this.options.base, this.#told),
      }));
      store.update({ phase: "answering" });
    } else if (event.type === "segment") {
      this.#announce(event.data, lineKey, speech);
    } else if (event.type === "notice") {
      const { code, message, segment_index: segmentIndex = null } = event.data;
      store.addNotice({ id: `${this.turnId}:${event.id}`, code, message, lineKey, segmentIndex });
      if (segmentIndex !== null) speech.noticed(lineKey, code, segmentIndex);
    } else if (event.type === "done") {
      const { content, finish_reason, audio_url } = event.data;
      store.changeLine(lineKey, {
        content,
        state: finish_reason === "cancelled" ? "interrupted" : "complete",
        audioUrl: audio_url,
        version: null,
      });
    } else if (event.type === "error") {
      this.failure = event.data;
      const content = toldWhole(store.line(lineKey)?.content ?? "", this.options.base, this.#told);
      if (content !== "") store.changeLine(lineKey, { content, state: "interrupted" });
      else this.#forget(lineKey, store);
    }
  }

  #begin(data: EventData<"turn">, store: RoomStore, speech: RoomSpeech): void {
    const isNew = this.turnId === null;
    this.turnId = data.turn_id;
    this.#told = "";
    const { userLineKey } = this.options;
    if (userLineKey) store.changeLine(userLineKey, { messageId: data.user_message_id, state: "complete" });
    const known = this.lineKey ?? store.get().lines.find((line) => line.messageId === data.message_id)?.key;
    this.lineKey = known ?? data.message_id;
    if (known) store.changeLine(known, { state: "streaming" });
    else {
      store.addLine({
        key: data.message_id,
        messageId: data.message_id,
        role: "character",
        speaker: data.speaker,
        content: "",
        state: "streaming",
        speech: "none",
        heardUntil: null,
        segments: [],
        take: { index: 0, count: 1 },
        version: null,
        audioUrl: null,
      });
    }
    if (!isNew) return;
    speech.begin({
      lineKey: this.lineKey,
      turnId: data.turn_id,
      delayMs: this.options.delayMs(),
    });
    const { session, model } = store.get();
    const turn_count = session.turn_count + (userLineKey ? 1 : 0);
    store.update({
      phase: "thinking",
      model: data.model ?? model,
      session: { ...session, turn_count, engines: data.engines },
    });
  }

  /** An answer that said nothing is none: the server does not keep it either. */
  #forget(lineKey: string, store: RoomStore): void {
    store.removeLine(lineKey);
    this.lineKey = null;
    const { session } = store.get();
    if (this.options.userLineKey)
      store.update({ session: { ...session, turn_count: session.turn_count - 1 } });
  }

  #announce(data: EventData<"segment">, lineKey: string, speech: RoomSpeech): void {
    const { index } = data;
    // A segment told twice is not spoken twice, unless its voice was away the first time.
    const isNew = !this.#announced.has(index) || speech.isPending(lineKey, index);
    this.#announced.add(index);
    speech.announce(lineKey, toRoomSegment(data), isNew && this.options.isHeard());
  }
}
