import "client-only";
import { type Message, session } from "@/lib/contract/session";
import { apiPatch } from "./api-client";
import { type BrowserStorage, localStorageOrNull, sessionStorageOrNull } from "./browser-storage";
import { createId } from "./create-id";
import { getDraft, setDraft } from "./drafts";
import { keepHearing, readHearing } from "./hearing";
import type { SpeechPlayer } from "./playback/player";
import { browserWake, type Clock, systemClock, type Wake } from "./retry-delay";
import { type ClientSentences, type Interruption, RoomSpeech } from "./room-speech";
import type { RoomInitial, RoomSnapshot, SpeechPreferences } from "./room-state";
import { RoomStore } from "./room-store";
import type { SpeechPreferencesStore } from "./speech-preferences";
import { readStoredMessages } from "./stored-messages";
import { type Refusal, TurnDriver } from "./turn-driver";
import { TurnRequests } from "./turn-requests";
import type { TurnWork } from "./turn-work";

export interface ChatSessionDependencies {
  player: SpeechPlayer;
  preferences: SpeechPreferencesStore;
  sentences: ClientSentences;
  storage?: BrowserStorage | null;
  /** What this tab alone keeps over a reload. */
  tabStorage?: BrowserStorage | null;
  fetch?: typeof fetch;
  clock?: Clock;
  wake?: Wake;
}

/** A play in the browser: what is said and heard in it, kept alive over broken connections and absent engines. */
export class ChatSession {
  readonly #store: RoomStore;
  readonly #speech: RoomSpeech;
  readonly #driver: TurnDriver;
  readonly #request: { fetch: typeof fetch; offlineMessage: string };
  readonly #requests: TurnRequests;
  readonly #storage: BrowserStorage | null;
  readonly #tabStorage: BrowserStorage | null;
  readonly #wake: Wake;
  readonly #path: string;
  /** The tab was hearing the play's last line when the page was left. */
  #isHearingOn = false;
  /** What `retry` does when nothing is under way. */
  #again: (() => void) | null = null;

  constructor(
    initial: RoomInitial,
    private readonly dependencies: ChatSessionDependencies,
  ) {
    const { player, sentences, clock = systemClock, wake = browserWake } = dependencies;
    const fetch: typeof globalThis.fetch =
      dependencies.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#storage = dependencies.storage === undefined ? localStorageOrNull() : dependencies.storage;
    this.#tabStorage =
      dependencies.tabStorage === undefined ? sessionStorageOrNull() : dependencies.tabStorage;
    this.#wake = wake;
    this.#request = { fetch, offlineMessage: sentences.offline };
    this.#path = `/api/sessions/${encodeURIComponent(initial.session.id)}`;
    this.#store = new RoomStore({
      session: initial.session,
      lines: initial.lines,
      phase: "ready",
      problem: null,
      notices: [],
      resumed: false,
    });
    this.#speech = new RoomSpeech(this.#store, player, {
      fetch,
      clock,
      sentences,
      onHearing: (hearing) => keepHearing(this.#tabStorage, initial.session.id, hearing),
    });
    this.#requests = new TurnRequests({
      store: this.#store,
      characterId: initial.character.id,
      path: this.#path,
      preferences: dependencies.preferences.get,
      mayJoinAloud: () => this.#isHearingOn || player.unlocked,
    });
    this.#driver = new TurnDriver({
      ...this.#request,
      store: this.#store,
      speech: this.#speech,
      clock,
      wake,
      resume: (work) => this.#requests.resume(work),
    });
  }

  getSnapshot = (): RoomSnapshot => this.#store.get();

  subscribe = (subscriber: () => void): (() => void) => this.#store.subscribe(subscriber);

  /**
   * Comes to life: joins a turn that runs, asks for the answer a stored line never got. Returns what ends it
   * (a turn goes on at the server); it may be started again.
   */
  start(): () => void {
    const { player, preferences } = this.dependencies;
    const detach = this.#speech.attach();
    let wasEnabled = preferences.get().tts_enabled;
    const heed = () => {
      const { volume, tts_enabled: isEnabled } = preferences.get();
      player.setVolume(volume);
      if (wasEnabled && !isEnabled) this.#speech.silence();
      wasEnabled = isEnabled;
    };
    heed();
    const unsubscribe = preferences.subscribe(heed);
    const unwake = this.#wake(() => {
      this.#speech.speakPending();
      void this.#lookAgain();
    });
    const last = this.#store.get().lines.at(-1);
    if (last && (last.role === "user" || last.state === "streaming")) void this.#pickUp();
    else this.#hearOn();
    return () => {
      this.#driver.halt();
      unwake();
      unsubscribe();
      detach();
    };
  }

  /** Says a line: what sounds is cut, the line stands at once, the answer follows. */
  send(text: string): void {
    const content = text.trim();
    if (content === "") return;
    const cut = this.#interrupt();
    const key = createId();
    this.#store.addLine({
      key,
      messageId: null,
      role: "user",
      speaker: this.#store.get().lines.findLast((line) => line.role === "user")?.speaker ?? "",
      content,
      state: "complete",
      speech: "none",
      heardUntil: null,
      segments: [],
    });
    void this.#run(() => this.#requests.ask(content, key, key), cut);
  }

  /** Stops the answer and its sound; what was said stays. A line the server never took is kept for `retry`. */
  stop(): void {
    const { work } = this.#driver;
    const isWaiting = this.#driver.isWaiting();
    this.#speech.forgetPending();
    // The server may have it but has not named it: it is cancelled as soon as that comes.
    if (work && work.turnId === null && !isWaiting) work.stopWanted = true;
    else {
      const cut = this.#interrupt();
      // The engine may have said more than had come here.
      if (cut) void this.#driver.cancel(cut).then(() => this.#lookAgain());
    }
    const { problem } = this.#store.get();
    const userLineKey = work?.turnId === null && isWaiting ? work.options.userLineKey : null;
    if (userLineKey === null) {
      this.#store.update({ phase: "ready", problem: null });
      return;
    }
    this.#store.changeLine(userLineKey, { state: "failed" });
    const offline = { code: "OFFLINE", message: this.#request.offlineMessage, action: "retry" } as const;
    this.#store.update({ phase: "ready", problem: problem ?? offline });
  }

  /** Tries again at once: a line that waits or was refused, an answer that failed. */
  retry(): void {
    // Nothing waits while an attempt is on its way.
    if (!this.#driver.wakeUp() && this.#driver.work === null) this.#again?.();
  }

  /** Lets a line that was cut short go on where its text ends. */
  continueLine(lineKey: string): void {
    if (!this.#store.line(lineKey)?.messageId) return;
    const cut = this.#interrupt();
    this.#store.changeLine(lineKey, { heardUntil: null });
    void this.#run(() => this.#requests.goOn(lineKey), cut);
  }

  /** Speaks a line from its beginning; falls silent when it sounds already. */
  replay(lineKey: string): void {
    this.#speech.replay(lineKey);
  }

  speakFrom(lineKey: string, segmentIndex: number): void {
    this.#speech.speakFrom(lineKey, segmentIndex);
  }

  /** The voice engine may be back: speaks the lines that wait for it. */
  speakPending(): void {
    this.#speech.speakPending();
  }

  /** Lets the embedded voice speak this play from now on, waiting lines too. Throws `ApiError`. */
  async chooseEmbeddedVoice(): Promise<void> {
    const changed = await apiPatch(this.#path, { speech: "embedded" }, { schema: session, ...this.#request });
    // Another voice is another sound: what was never made is under a new address.
    const { readdress } = await this.#read();
    this.#store.update({ session: changed, lines: readdress(this.#store.get().lines) });
    this.#speech.speakPending();
  }

  changeSpeech(change: Partial<SpeechPreferences>): void {
    this.dependencies.preferences.change(change);
  }

  dismissNotice(id: string): void {
    this.#store.removeNotices((notice) => notice.id === id);
  }
  dismissProblem(): void {
    this.#store.update({ problem: null });
  }
  dismissResumed(): void {
    this.#store.update({ resumed: false });
  }

  getDraft(): string {
    return getDraft(this.#storage, this.#store.get().session.id);
  }
  setDraft(draft: string): void {
    setDraft(this.#storage, this.#store.get().session.id, draft);
  }

  /** Ends what is under way on this side; what the server should hear of it, null when nothing. */
  #interrupt(): Interruption | null {
    const cut = this.#speech.interrupt();
    const work = this.#driver.halt();
    const line = work?.lineKey ? this.#store.line(work.lineKey) : undefined;
    if (line?.state === "streaming") this.#store.changeLine(line.key, { state: "interrupted" });
    return cut;
  }

  async #run(make: () => TurnWork, cut: Interruption | null): Promise<void> {
    const first = make();
    const { userLineKey } = first.options;
    if (userLineKey) this.#store.changeLine(userLineKey, { state: "complete" });
    this.#again = () => void this.#run(make, null);
    const { work, refusal } = await this.#driver.run(first, cut && this.#driver.cancel(cut));
    if (refusal) await this.#refused(work, refusal);
    else if (!work.controller.signal.aborted) this.#again = null;
  }

  async #refused(work: TurnWork, { code, message, status }: Refusal): Promise<void> {
    const line = work.lineKey ? this.#store.line(work.lineKey) : undefined;
    if (status === 404 && (work.turnId !== null || "turnId" in work.start)) {
      // The turn is gone with the server that ran it: what was stored of it is the truth.
      await this.#reload();
      return;
    }
    // Nothing was said and it is not known what was asked: the stored line tells.
    if ("turnId" in work.start && !line) this.#again = () => void this.#pickUp();
    if (work.turnId === null && work.options.userLineKey) {
      this.#store.changeLine(work.options.userLineKey, { state: "failed" });
    }
    if (work.turnId !== null && line) this.#again = () => this.continueLine(line.key);
    const isFinal = status >= 400 && status < 429;
    const action = isFinal ? null : line?.content ? "continue" : "retry";
    this.#store.update({ problem: { code, message: message || this.#request.offlineMessage, action } });
  }

  /** The page was opened on a play whose last turn is not over. */
  async #pickUp(): Promise<void> {
    const stored = await this.#reload();
    this.#hearOn();
    if (this.#join(stored)) return;
    const last = stored.at(-1);
    if (last?.role !== "user" || !last.client_message_id) return;
    const { content, client_message_id: clientId } = last;
    const key = this.#keyOf(last) ?? last.id;
    await this.#run(() => this.#requests.ask(content, clientId, key), null);
  }

  /** The page was left alone for a while: another tab may have gone on with the play. */
  async #lookAgain(): Promise<void> {
    const isQuiet = () => this.#driver.work === null && this.#store.get().problem === null;
    if (!isQuiet()) return;
    const stored = await this.#read().catch(() => null);
    if (!stored || !isQuiet()) return;
    this.#store.update({ lines: stored.merge(this.#store.get().lines) });
    this.#join(stored.messages);
  }

  /** Follows the turn that runs at the server; false when none does. */
  #join(stored: readonly Message[]): boolean {
    const running = stored.findLast((message) => message.turn_id !== null);
    if (!running?.turn_id) return false;
    const { turn_id: turnId } = running;
    void this.#run(() => this.#requests.join(turnId, this.#keyOf(running)), null);
    return true;
  }

  /** After a reload the tab goes on hearing the last line where it was. */
  #hearOn(): void {
    const { session, lines } = this.#store.get();
    const hearing = readHearing(this.#tabStorage, session.id);
    const last = lines.at(-1);
    if (!hearing || last?.messageId !== hearing.messageId) return;
    if (!this.dependencies.preferences.get().tts_enabled) return;
    this.#isHearingOn = true;
    this.#speech.speakFrom(last.key, hearing.segmentIndex);
  }

  #keyOf(stored: Message): string | null {
    return this.#store.get().lines.find((line) => line.messageId === stored.id)?.key ?? null;
  }

  #read() {
    return readStoredMessages(`${this.#path}/messages`, this.#request);
  }

  /** Brings the lines to what the server has stored; [] when it cannot be reached. */
  async #reload(): Promise<Message[]> {
    try {
      const { messages, merge } = await this.#read();
      this.#store.update({ lines: merge(this.#store.get().lines) });
      return messages;
    } catch {
      this.#again = () => void this.#pickUp();
      const message = this.#request.offlineMessage;
      this.#store.update({ problem: { code: "OFFLINE", message, action: "retry" } });
      return [];
    }
  }
}
