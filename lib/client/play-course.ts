import type { Message } from "@/lib/contract/session";
import { type MessagePage, sessionShape } from "@/lib/contract/session-shapes";
import { ApiError, apiGet } from "./api-client";
import type { BrowserStorage } from "./browser-storage";
import { readHearing } from "./hearing";
import type { Interruption, RoomSpeech } from "./room-speech";
import type { SpeechPreferences } from "./room-state";
import type { RoomStore } from "./room-store";
import { readStoredPage, withNewest, withOlder } from "./stored-messages";
import type { Refusal, TurnDriver } from "./turn-driver";
import type { TurnRequests } from "./turn-requests";
import type { TurnWork } from "./turn-work";

export interface PlayCourseDependencies {
  store: RoomStore;
  speech: RoomSpeech;
  driver: TurnDriver;
  requests: TurnRequests;
  fetch: typeof fetch;
  offlineMessage: string;
  /** The play's address. */
  path: string;
  tabStorage: BrowserStorage | null;
  preferences: () => SpeechPreferences;
  /** Ends what the person could still take back, so that what is read is what they see. */
  settle: () => Promise<void>;
}

/** The course of a play: which turn runs now, and how it goes on after a refusal, a reload or another tab's turn. */
export class PlayCourse {
  /** What `retry` does when nothing is under way. */
  #again: (() => void) | null = null;
  #isHearingOn = false;
  #isReadingOlder = false;

  constructor(private readonly dependencies: PlayCourseDependencies) {}

  /** The tab was hearing the play's last line when the page was left, and goes on. */
  get isHearingOn(): boolean {
    return this.#isHearingOn;
  }

  /** Goes on from what the page was opened with. */
  begin(): void {
    const last = this.dependencies.store.get().lines.at(-1);
    if (last && (last.role === "user" || last.state === "streaming")) void this.#pickUp();
    else this.#hearOn();
  }

  /** Lets a line that was cut short go on where its text ends. */
  continueLine(lineKey: string): void {
    const { store, requests } = this.dependencies;
    if (!store.line(lineKey)?.messageId) return;
    const cut = this.interrupt();
    store.changeLine(lineKey, { heardUntil: null });
    void this.run(() => requests.goOn(lineKey), cut);
  }

  /** Tries again at once: a line that waits or was refused, an answer that failed. */
  retry(): void {
    const { driver } = this.dependencies;
    // Nothing waits while an attempt is on its way.
    if (!driver.wakeUp() && driver.work === null) this.#again?.();
  }

  /** Ends what is under way on this side; what the server should hear of it, null when nothing. */
  interrupt(): Interruption | null {
    const cut = this.dependencies.speech.interrupt();
    const work = this.dependencies.driver.halt();
    const line = work?.lineKey ? this.dependencies.store.line(work.lineKey) : undefined;
    if (line?.state === "streaming") this.dependencies.store.changeLine(line.key, { state: "interrupted" });
    return cut;
  }

  /** Follows the turn this makes, in place of what was followed; `cut` is told to the server first. */
  async run(make: () => TurnWork, cut: Interruption | null): Promise<void> {
    const first = make();
    const { userLineKey } = first.options;
    if (userLineKey) this.dependencies.store.changeLine(userLineKey, { state: "complete" });
    this.#again = () => void this.run(make, null);
    const { work, refusal } = await this.dependencies.driver.run(
      first,
      Promise.all([cut && this.dependencies.driver.cancel(cut), this.dependencies.settle()]),
    );
    if (refusal) await this.#refused(work, refusal);
    else if (!work.controller.signal.aborted) this.#again = null;
  }

  async #refused(work: TurnWork, { code, message, status }: Refusal): Promise<void> {
    const line = work.lineKey ? this.dependencies.store.line(work.lineKey) : undefined;
    if (status === 404 && (work.turnId !== null || "turnId" in work.start)) {
      // The turn is gone with the server that ran it: what was stored of it is the truth.
      await this.#reload();
      return;
    }
    // Nothing was said and it is not known what was asked: the stored line tells.
    if ("turnId" in work.start && !line) this.#again = () => void this.#pickUp();
    if (work.turnId === null && work.options.userLineKey) {
      this.dependencies.store.changeLine(work.options.userLineKey, { state: "failed" });
    }
    if (work.turnId !== null && line) this.#again = () => this.continueLine(line.key);
    if (code === "NOT_FOUND") {
      // A line that is new asks for nothing else that could be missing.
      if (work.options.userLineKey !== null) return this.#tellGone(message);
      if (await this.isGone()) return;
    }
    const isFinal = status >= 400 && status < 429;
    const action = isFinal ? null : line?.content ? "continue" : "retry";
    this.dependencies.store.update({
      problem: {
        code,
        message: message || this.dependencies.offlineMessage,
        action,
      },
    });
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
    await this.run(() => this.dependencies.requests.ask(content, clientId, key), null);
  }

  /** The page was left alone for a while: another tab may have gone on with the play. */
  async lookAgain(): Promise<void> {
    const isQuiet = () =>
      this.dependencies.driver.work === null && this.dependencies.store.get().problem === null;
    if (!isQuiet()) return;
    await this.dependencies.settle();
    const page = await this.read().catch((error: unknown) => this.#unread(error));
    if (!page || !isQuiet()) return;
    this.#show(page);
    this.#join(page.messages);
  }

  /** Brings the lines and what the play says of itself to what is stored; leaves them where that cannot be read. */
  async refresh(): Promise<void> {
    const { store, fetch, offlineMessage, path } = this.dependencies;
    const reading = apiGet(path, { fetch, offlineMessage, schema: sessionShape });
    const asked = Promise.all([this.read(), reading]);
    const [page, session] = await asked.catch((error: unknown) => this.#unread(error) ?? []);
    if (!page || !session || this.dependencies.driver.work !== null) return;
    this.#show(page);
    store.update({ session });
  }

  /** Reads the lines before those that are shown; where that fails, the next call tries again. */
  async readOlder(): Promise<void> {
    const { store, fetch, offlineMessage, path } = this.dependencies;
    const { older } = store.get();
    if (older === null || this.#isReadingOlder) return;
    this.#isReadingOlder = true;
    const page = await readStoredPage(path, older, { fetch, offlineMessage }).catch(() => null);
    this.#isReadingOlder = false;
    if (page && store.get().older === older) store.update(withOlder(store.get(), page));
  }

  #show(page: MessagePage): void {
    const { store } = this.dependencies;
    store.update(withNewest(store.get(), page));
  }

  /** Follows the turn that runs at the server; false when none does. */
  #join(stored: readonly Message[]): boolean {
    const running = stored.findLast((message) => message.turn_id !== null);
    if (!running?.turn_id) return false;
    const { turn_id: turnId } = running;
    void this.run(() => this.dependencies.requests.join(turnId, this.#keyOf(running)), null);
    return true;
  }

  /** After a reload the tab goes on hearing the last line where it was. */
  #hearOn(): void {
    const { session, lines } = this.dependencies.store.get();
    const hearing = readHearing(this.dependencies.tabStorage, session.id);
    const last = lines.at(-1);
    if (!hearing || last?.messageId !== hearing.messageId) return;
    if (!this.dependencies.preferences().tts_enabled) return;
    this.#isHearingOn = true;
    this.dependencies.speech.speakFrom(last.key, hearing.segmentIndex);
  }

  #keyOf(stored: Message): string | null {
    return this.dependencies.store.get().lines.find((line) => line.messageId === stored.id)?.key ?? null;
  }

  /** Asks whether the play was deleted elsewhere, and says so where it was. */
  async isGone(): Promise<boolean> {
    const { fetch, offlineMessage, path } = this.dependencies;
    const answer = await apiGet(path, { fetch, offlineMessage }).catch((error: unknown) => error);
    if (!isMissing(answer)) return false;
    this.#tellGone(answer.message);
    return true;
  }

  /** The play itself could not be read: where it is gone, that is said. */
  #unread(error: unknown): null {
    if (isMissing(error)) this.#tellGone(error.message);
    return null;
  }

  #tellGone(message: string): void {
    this.#again = null;
    this.dependencies.store.update({
      phase: "ready",
      problem: { code: "SESSION_GONE", message, action: null },
    });
  }

  /** The play's newest lines as the server has them. Throws `ApiError`. */
  read(): Promise<MessagePage> {
    const { fetch, offlineMessage, path } = this.dependencies;
    return readStoredPage(path, null, { fetch, offlineMessage });
  }

  /** Brings the lines to what the server has stored; [] when it cannot be reached. */
  async #reload(): Promise<Message[]> {
    try {
      const page = await this.read();
      this.#show(page);
      return page.messages;
    } catch (error) {
      this.#unread(error);
      if (this.dependencies.store.get().problem?.code === "SESSION_GONE") return [];
      this.#again = () => void this.#pickUp();
      const message = this.dependencies.offlineMessage;
      this.dependencies.store.update({ problem: { code: "OFFLINE", message, action: "retry" } });
      return [];
    }
  }
}

const isMissing = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === "NOT_FOUND";
