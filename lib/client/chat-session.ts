import "client-only";
import type { PatchSession, Session } from "@/lib/contract/session";
import { hintsShape, sessionShape } from "@/lib/contract/session-shapes";
import { ApiError, apiDelete, apiPatch, apiPost } from "./api-client";
import { type BrowserStorage, localStorageOrNull, sessionStorageOrNull } from "./browser-storage";
import { createId } from "./create-id";
import { getDraft, setDraft } from "./drafts";
import { keepHearing } from "./hearing";
import { LineChanges } from "./line-changes";
import { PlayCourse } from "./play-course";
import { askedPlayModel, getPlayModel, setPlayModel } from "./play-model";
import type { SpeechPlayer } from "./playback/player";
import { browserWake, type Clock, systemClock, type Wake } from "./retry-delay";
import { type ClientSentences, RoomSpeech } from "./room-speech";
import type { RoomInitial, RoomSnapshot, SpeechPreferences } from "./room-state";
import { RoomStore } from "./room-store";
import type { SpeechPreferencesStore } from "./speech-preferences";
import { openLines, readdressed } from "./stored-messages";
import { TurnDriver } from "./turn-driver";
import { TurnRequests } from "./turn-requests";

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

/** How the next lines of a play are spoken. */
export type VoiceChange = Pick<PatchSession, "voice" | "mood" | "narration">;

/** A play in the browser: what is said and heard in it, kept alive over broken connections and absent engines. */
export class ChatSession {
  readonly #store: RoomStore;
  readonly #speech: RoomSpeech;
  readonly #driver: TurnDriver;
  readonly #course: PlayCourse;
  readonly #request: { fetch: typeof fetch; offlineMessage: string };
  readonly #requests: TurnRequests;
  readonly #storage: BrowserStorage | null;
  readonly #wake: Wake;
  readonly #path: string;
  /** What the person changes in the lines. */
  readonly changes: LineChanges;

  constructor(
    initial: RoomInitial,
    private readonly dependencies: ChatSessionDependencies,
  ) {
    const { player, sentences, clock = systemClock, wake = browserWake } = dependencies;
    const fetch: typeof globalThis.fetch =
      dependencies.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#storage = dependencies.storage === undefined ? localStorageOrNull() : dependencies.storage;
    const { tabStorage = sessionStorageOrNull() } = dependencies;
    this.#wake = wake;
    this.#request = { fetch, offlineMessage: sentences.offline };
    this.#path = `/api/sessions/${encodeURIComponent(initial.session.id)}`;
    this.#store = new RoomStore({
      session: initial.session,
      ...openLines(initial.page),
      removed: null,
      model: initial.session.model ?? null,
      phase: "ready",
      problem: null,
      notices: [],
      resumed: false,
    });
    this.#speech = new RoomSpeech(this.#store, player, {
      fetch,
      clock,
      sentences,
      onHearing: (hearing) => keepHearing(tabStorage, initial.session.id, hearing),
    });
    this.#requests = new TurnRequests({
      store: this.#store,
      characterId: initial.character.id,
      path: this.#path,
      preferences: dependencies.preferences.get,
      model: () => askedPlayModel(this.#storage, initial.session.id),
      mayJoinAloud: () => this.#course.isHearingOn || player.unlocked,
    });
    this.#driver = new TurnDriver({
      ...this.#request,
      store: this.#store,
      speech: this.#speech,
      clock,
      wake,
      resume: (work) => this.#requests.resume(work),
    });
    this.#course = new PlayCourse({
      ...this.#request,
      store: this.#store,
      speech: this.#speech,
      driver: this.#driver,
      requests: this.#requests,
      path: this.#path,
      tabStorage,
      preferences: dependencies.preferences.get,
      settle: () => this.changes.settle(),
    });
    this.changes = new LineChanges({
      ...this.#request,
      store: this.#store,
      course: this.#course,
      requests: this.#requests,
      clock,
      path: this.#path,
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
    // A choice of this browser's that no turn has told the server yet.
    this.#store.update({ model: this.getModel() || null });
    const unsubscribe = preferences.subscribe(heed);
    const unwake = this.#wake(() => {
      this.#speech.speakPending();
      void this.#course.lookAgain();
    });
    this.#course.begin();
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
    const cut = this.#course.interrupt();
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
      take: { index: 0, count: 1 },
      version: null,
      audioUrl: null,
    });
    void this.#course.run(() => this.#requests.ask(content, key, key), cut);
  }

  /** Stops the answer and its sound; what was said stays. A line the server never took is kept for `retry`. */
  stop(): void {
    const { work } = this.#driver;
    const isWaiting = this.#driver.isWaiting();
    this.#speech.forgetPending();
    // The server may have it but has not named it: it is cancelled as soon as that comes.
    if (work && work.turnId === null && !isWaiting) work.stopWanted = true;
    else {
      const cut = this.#course.interrupt();
      // The engine may have said more than had come here.
      if (cut) void this.#driver.cancel(cut).then(() => this.#course.lookAgain());
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
    this.#course.retry();
  }

  /** Lets a line that was cut short go on where its text ends. */
  continueLine(lineKey: string): void {
    this.#course.continueLine(lineKey);
  }

  /** Reads the lines before those that are shown. */
  readOlder(): Promise<void> {
    return this.#course.readOlder();
  }

  /** The page goes away: what was taken out is gone, and others may have the seat. The next line asks for one again. */
  leave(): void {
    void this.changes.settle({ keepalive: true });
    navigator.sendBeacon(`${this.#path}/leave`);
  }

  /** Falls silent; the turn goes on. */
  silence(): void {
    this.#speech.silence();
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
    const changed = await this.#change({ speech: "embedded" });
    // Another voice is another sound: what was never made is under a new address.
    const page = await this.#course.read();
    const { session } = this.#store.get();
    this.#store.update({ session: { ...session, ...changed }, ...readdressed(this.#store.get(), page) });
    this.#speech.speakPending();
  }

  /** Who speaks this play from the next line on, and how. Throws `ApiError`. */
  async changeVoice(change: VoiceChange): Promise<void> {
    const { voice_id, mood, narration } = await this.#change(change);
    this.#store.update({ session: { ...this.#store.get().session, voice_id, mood, narration } });
  }

  /** What the person is called from now on; "" = as the scene has it. The server knows it already. */
  callPerson(name: string): void {
    this.#store.update({ session: { ...this.#store.get().session, user_name: name } });
  }

  /** Gives the play another title. Throws `ApiError`. */
  async rename(title: string): Promise<void> {
    const { title: kept } = await this.#change({ title });
    this.#store.update({ session: { ...this.#store.get().session, title: kept } });
  }

  /** Deletes the play with everything in it; one that is gone already is deleted. Throws `ApiError`. */
  async deletePlay(): Promise<void> {
    await apiDelete(this.#path, this.#request).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== "NOT_FOUND") throw error;
    });
    this.#course.interrupt();
    this.setDraft("");
  }

  #change(change: PatchSession): Promise<Session> {
    return this.#orGone(apiPatch(this.#path, change, { schema: sessionShape, ...this.#request }));
  }

  /** What was asked of the play; where it is refused because the play was deleted elsewhere, the room says so too. */
  async #orGone<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof ApiError && error.code === "NOT_FOUND") await this.#course.isGone();
      throw error;
    }
  }

  /** Lines the person could say next. Throws `ApiError`; aborting frees the engine. */
  async askHints(signal: AbortSignal): Promise<string[]> {
    const options = { schema: hintsShape, signal, ...this.#request };
    const { hints } = await this.#orGone(apiPost(`${this.#path}/hints`, {}, options));
    return hints;
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

  /** The model chosen for this play; "" = the server's own choice. */
  getModel(): string {
    const { id, model = null } = this.#store.get().session;
    return getPlayModel(this.#storage, id, model);
  }
  setModel(model: string): void {
    setPlayModel(this.#storage, this.#store.get().session.id, model);
    this.#store.update({ model: model || null });
  }

  getDraft(): string {
    return getDraft(this.#storage, this.#store.get().session.id);
  }
  setDraft(draft: string): void {
    setDraft(this.#storage, this.#store.get().session.id, draft);
  }
}
