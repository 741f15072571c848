import type { SpeechPreferences } from "./room-state";
import type { RoomStore } from "./room-store";
import { TurnWork } from "./turn-work";

export interface TurnRequestsDependencies {
  store: RoomStore;
  characterId: string;
  /** The play's address. */
  path: string;
  preferences: () => SpeechPreferences;
  /** The model the person chose for this play; "" = the server's own choice. */
  model: () => string;
  /** Whether a page that only joins a turn may sound. */
  mayJoinAloud: () => boolean;
}

/** Makes the work of each turn: the request that begins it, and what of it is heard. */
export class TurnRequests {
  constructor(private readonly dependencies: TurnRequestsDependencies) {}

  /** Asks for the answer to a line; the same `clientId` never makes a second line or turn. */
  ask(content: string, clientId: string, userLineKey: string): TurnWork {
    const { store, characterId } = this.dependencies;
    const body = {
      ...this.#wishes(),
      session_id: store.get().session.id,
      session_must_exist: true,
      character_id: characterId,
      client_message_id: clientId,
      messages: [{ role: "user", content }],
    };
    const options = { userLineKey, base: "", known: [], ...this.#hearing() };
    return new TurnWork({ path: "/api/chat/stream", body }, options, null);
  }

  /** Lets a line go on where its text ends. */
  goOn(lineKey: string): TurnWork {
    const { store, path } = this.dependencies;
    const line = store.line(lineKey);
    const start = {
      path: `${path}/messages/${encodeURIComponent(line?.messageId ?? "")}/continue`,
      body: this.#wishes(),
    };
    const options = { userLineKey: null, base: line?.content ?? "", known: [], ...this.#hearing() };
    return new TurnWork(start, options, lineKey);
  }

  /** Asks for another take of a line. */
  retake(messageId: string): TurnWork {
    const { path } = this.dependencies;
    const start = {
      path: `${path}/messages/${encodeURIComponent(messageId)}/regenerate`,
      body: this.#wishes(),
    };
    return new TurnWork(start, { userLineKey: null, base: "", known: [], ...this.#hearing() }, null);
  }

  /** Follows a turn that runs already; what was announced of its line before is not heard again. */
  join(turnId: string, lineKey: string | null): TurnWork {
    const { store, mayJoinAloud } = this.dependencies;
    const line = lineKey === null ? undefined : store.line(lineKey);
    const known = line?.segments.map((segment) => segment.index) ?? [];
    const { isHeard, delayMs } = this.#hearing();
    const options = { base: null, known, isHeard: () => isHeard() && mayJoinAloud(), delayMs };
    return new TurnWork({ turnId }, { userLineKey: null, ...options }, lineKey);
  }

  /** What brings the answer of a turn that broke off; null when it is no longer known what was asked. */
  resume(work: TurnWork): TurnWork | null {
    if (work.lineKey !== null) return this.goOn(work.lineKey);
    return "path" in work.start ? new TurnWork(work.start, work.options, null) : null;
  }

  #hearing(): Pick<TurnWork["options"], "isHeard" | "delayMs"> {
    const { preferences } = this.dependencies;
    return {
      isHeard: () => preferences().tts_enabled,
      delayMs: () => {
        const { tts_mode: mode, tts_delay_ms: delayMs } = preferences();
        return mode === "on_click" ? null : mode === "delayed" ? delayMs : 0;
      },
    };
  }

  #wishes(): Omit<SpeechPreferences, "volume"> & { model?: string } {
    const { volume: _volume, ...wishes } = this.dependencies.preferences();
    const model = this.dependencies.model();
    return model === "" ? wishes : { ...wishes, model };
  }
}
