import { randomUUID } from "node:crypto";
import type { Owned } from "@/db/ownership";
import { findMessage } from "@/db/queries/messages";
import { deletePlay, findPlay, listPlaysWith, type Play, updatePlay } from "@/db/queries/plays";
import { findTurn } from "@/db/queries/turns";
import { spend, toSitter } from "@/lib/admission/admission";
import { KeyedSerial } from "@/lib/async/keyed-serial";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import { type ChatAnswer, type ChatRequest, chatRequest, type PlaybackReport } from "@/lib/contract/chat";
import type { ChatEvent, NoticeData } from "@/lib/contract/chat-events";
import type { ChatCompletionRequest } from "@/lib/contract/openai";
import { AUTO_MOOD, type Hints, type PatchSession, type Session } from "@/lib/contract/session";
import type { MessagePage } from "@/lib/contract/session-shapes";
import type { Locale } from "@/lib/i18n/locales";
import { unknownVoice } from "@/lib/speech/say";
import { storeHeard } from "./cancel-turn";
import { PlayMemory } from "./context/play-memory";
import { continueLine } from "./continue-line";
import type { ConversationDeps } from "./deps";
import { followTurn } from "./follow-turn";
import { draftHints } from "./hints";
import type { StartedTurn } from "./launch-turn";
import { openPlay, type PlayWishes, prepareVoice } from "./open-play";
import { type PassingAnswer, passingAnswer, toChatRequest } from "./passing-answer";
import { wantedModel } from "./pin-engines";
import { PlayLines } from "./play-lines";
import { type PlaysPage, pageOfPlays } from "./plays-page";
import { regenerateLine } from "./regenerate-line";
import { startTurn } from "./start-turn";
import { exportJson, exportJsonl, exportSound, exportText } from "./transfer/export-play";
import { importPlay } from "./transfer/import-play";
import { listMessages, type MessagesPage, toSession, toSoundingSession } from "./views";
import { voiceChange } from "./voice-change";
import { wholeAnswer } from "./whole-answer";

/** Lines a room opens with, all of them drawn; older ones are read as the reader goes back. */
const ROOM_LINES = 40;

/** Plays and their turns, for one actor at a time. Another's things are NOT_FOUND. */
export class Conversation {
  /** One start at a time for each play, so that two messages at once cannot answer each other's line. */
  readonly #starts = new KeyedSerial();

  /** What the play remembers and what its models are sent. */
  readonly memory: PlayMemory;

  /** What a person changes in a play's lines. */
  readonly lines: PlayLines;

  constructor(private readonly deps: ConversationDeps) {
    this.memory = new PlayMemory(deps);
    this.lines = new PlayLines(deps, this.#starts);
  }

  /** Starts (or, for a repeated line, finds) a turn and answers with its events from the first. */
  async begin(
    actor: Actor,
    locale: Locale,
    request: ChatRequest,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ChatEvent>> {
    return this.#events(actor, locale, await this.#start(actor, locale, request), signal);
  }

  /** Runs a turn to its end and answers with the whole. */
  async answer(actor: Actor, locale: Locale, request: ChatRequest): Promise<ChatAnswer> {
    const started = await this.#start(actor, locale, request);
    const forever = new AbortController().signal;
    const isNew = "turn" in started;
    return wholeAnswer({
      events: isNew
        ? started.turn.events.follow(0)
        : await followTurn(this.deps, actor, started.turnId, 0, locale, forever),
      model: isNew ? started.model : (await this.#turn(actor, started.turnId)).turn.model,
      isSpoken: request.tts_enabled,
      speechStatus: () => (isNew ? (started.speech?.status() ?? "failed") : "pending"),
      failure: () => (isNew ? started.turn.failure : null),
      locale,
    });
  }

  /** Answers a client that keeps its play itself: nothing of it stays here, and it ends when the client leaves. */
  async passing(
    actor: Actor,
    locale: Locale,
    asked: ChatCompletionRequest,
    signal: AbortSignal,
  ): Promise<PassingAnswer> {
    const playId = randomUUID();
    const request = toChatRequest(asked, playId);
    const begin = async () => {
      const begun = await startTurn(this.deps, actor, locale, request);
      if (!("turn" in begun)) throw new AppError("INTERNAL_ERROR");
      return begun;
    };
    // It has no id to ask again with: a place in the queue would only keep others waiting.
    const leave = () => this.deps.admission.seats.leave(playId, toSitter(actor));
    const forget = () => this.deletePlay(actor, playId).catch(() => leave());
    const started = await this.#seated(actor, playId, true, begin).catch(async (error) => {
      await forget();
      throw error;
    });
    const { turn } = started;
    void turn.ended.then(forget);
    signal.addEventListener("abort", () => turn.cancel(), { once: true });
    if (signal.aborted) turn.cancel();
    return passingAnswer(started, locale);
  }

  /** Lets a cut line go on and answers with the turn's events; the turn that writes it already is found again. */
  async continue(
    actor: Actor,
    locale: Locale,
    playId: string,
    messageId: string,
    wishes: Partial<ChatRequest>,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ChatEvent>> {
    return this.#rewrite(actor, locale, playId, signal, (play) =>
      continueLine(this.deps, actor, locale, play, messageId, wholeRequest(wishes)),
    );
  }

  /** Makes another take of a line and answers with the turn's events. */
  async regenerate(
    actor: Actor,
    locale: Locale,
    playId: string,
    messageId: string,
    wishes: Partial<ChatRequest>,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ChatEvent>> {
    return this.#rewrite(actor, locale, playId, signal, (play) =>
      regenerateLine(this.deps, actor, locale, play, messageId, wholeRequest(wishes)),
    );
  }

  /** A turn's events after `lastEventId`, from any connection. */
  follow(actor: Actor, turnId: string, lastEventId: number, locale: Locale, signal: AbortSignal) {
    return followTurn(this.deps, actor, turnId, lastEventId, locale, signal);
  }

  /** Stops a turn, its engines' work too; what was said stays, and how much of it was heard. */
  async cancel(actor: Actor, turnId: string, report: Partial<PlaybackReport>): Promise<void> {
    const { turn, playId } = await this.#turn(actor, turnId);
    const live = this.deps.turns.find(actor.id, turnId);
    if (live) await this.deps.turns.cancelLine(live);
    const { segment_index, position_ms } = report;
    if (!turn.messageId || segment_index === undefined || position_ms === undefined) return;
    const play = await this.#play(actor, playId);
    const line = await findMessage(this.deps.db, play, turn.messageId);
    if (line) await storeHeard(this.deps, actor, play, line, { segment_index, position_ms });
  }

  /** Takes what the listener's player says of itself; the scheduler goes by it. Answers with what to say of doubtful sounds. */
  async report(actor: Actor, turnId: string, report: PlaybackReport): Promise<NoticeData[]> {
    const live = this.deps.turns.find(actor.id, turnId);
    if (live) live.playback = { ...report, at: this.deps.now() };
    else await this.#turn(actor, turnId);
    return live?.doubts ?? [];
  }

  /** Opens a play with the character's greeting. */
  async createPlay(actor: Actor, wishes: Omit<PlayWishes, "sessionId" | "history" | "greets" | "persona">) {
    await this.deps.assertSpace();
    const opened = await openPlay(this.deps, actor, {
      ...wishes,
      sessionId: undefined,
      persona: undefined,
      history: [],
      greets: true,
    });
    this.#warmUp(opened.play);
    return toSession(opened.play);
  }

  /** The actor's plays, newest first. */
  listPlays(actor: Actor, page: PlaysPage) {
    return pageOfPlays(this.deps, actor, page);
  }

  /** The actor's plays with one character, newest first. */
  async playsWith(actor: Actor, characterId: string, limit: number): Promise<Session[]> {
    return (await listPlaysWith(this.deps.db, actor, characterId, limit)).map(toSession);
  }

  /** Stops what is written in a play and takes it away with everything in it. */
  async deletePlay(actor: Actor, playId: string): Promise<void> {
    await this.#starts.run(playId, async () => {
      const play = await this.#play(actor, playId);
      await this.#settle(playId);
      await deletePlay(this.deps.db, play);
    });
    this.deps.admission.seats.leave(playId, toSitter(actor));
  }

  /** Stops everything that is written or spoken for this person, and frees their seats. */
  async stopAll(actor: Actor): Promise<void> {
    await this.deps.turns.cancelOwner(actor.id);
    this.deps.admission.seats.leaveAll(actor.id);
  }

  /** Ends what is being written and folded in a play, and waits until it is stored. */
  async settlePlay(playId: string): Promise<void> {
    await this.#starts.run(playId, () => this.#settle(playId));
  }

  async #settle(playId: string): Promise<void> {
    await this.deps.context.foldings.interrupt(playId);
    await this.deps.turns.cancelPlay(playId);
  }

  /** Makes a play of a chat kept elsewhere. */
  async importPlay(
    actor: Actor,
    wishes: { file: string; characterId: string | undefined; language: Locale },
  ): Promise<Session> {
    return toSession(await importPlay(this.deps, actor, wishes));
  }

  /** A play as a file: its text, or the id of the file of its sound. */
  async exportPlay(
    actor: Actor,
    playId: string,
    format: "jsonl" | "json" | "txt" | "wav",
  ): Promise<{ title: string } & ({ text: string } | { audioFileId: string })> {
    const play = await this.#play(actor, playId);
    const { title } = play;
    if (format === "wav") return { title, audioFileId: await exportSound(this.deps, actor, play) };
    const write = { jsonl: exportJsonl, json: exportJson, txt: exportText }[format];
    return { title, text: await write(this.deps, play) };
  }

  /** One play of the actor's. */
  async findPlay(actor: Actor, playId: string): Promise<Session> {
    return toSoundingSession(this.deps, await this.#play(actor, playId));
  }

  /** Three replies the person could give next. Asking costs what a turn costs. */
  async hints(actor: Actor, playId: string, signal: AbortSignal): Promise<Hints> {
    const play = await this.#play(actor, playId);
    spend(this.deps.admission.turns, actor);
    return draftHints(this.deps, actor, play, signal);
  }

  /** Another title, how it is spoken from the next line on, or another voice engine for the lines that were never made. */
  async changePlay(actor: Actor, playId: string, changes: PatchSession): Promise<Session> {
    const play = await this.#play(actor, playId);
    const { voice: voiceId, mood, narration } = changes;
    const voice = voiceId === undefined ? null : this.deps.voices.find(voiceId, actor.id);
    if (voiceId !== undefined && !voice) throw unknownVoice(this.deps.voices, voiceId);
    if (changes.speech) {
      const newest = this.deps.turns.newestOf(playId);
      if (newest) newest.chosenVoice = changes.speech;
      await voiceChange(this.deps, actor, play, changes.speech);
    }
    const stored = {
      ...(changes.title ? { title: changes.title } : {}),
      ...(changes.speech ? { speechEngine: changes.speech } : {}),
      ...(voice ? { voiceId: voice.id } : {}),
      ...(mood === undefined ? {} : { mood: mood === AUTO_MOOD ? null : mood }),
      ...(narration ? { narration } : {}),
    };
    if (voice) prepareVoice(this.deps, actor, voice);
    if (Object.keys(stored).length === 0) return toSession(play);
    return toSession((await updatePlay(this.deps.db, play, stored)) ?? play);
  }

  /** A page of the told lines, each page oldest first. */
  async listMessages(actor: Actor, playId: string, page: MessagesPage): Promise<MessagePage> {
    return listMessages(this.deps, await this.#play(actor, playId), page);
  }

  /** What a room opens with: the play and its newest lines. */
  async room(actor: Actor, playId: string): Promise<{ session: Session } & MessagePage> {
    const play = await this.#play(actor, playId);
    this.#warmUp(play);
    const page = { limit: ROOM_LINES, cursor: undefined, from: "end" as const };
    const session = await toSoundingSession(this.deps, play);
    return { session, ...(await listMessages(this.deps, play, page)) };
  }

  /** Stops every turn and stores what was said. */
  async close(): Promise<void> {
    await this.deps.context.foldings.close();
    await this.deps.turns.close();
  }

  /** Its model is loaded when the first line comes. */
  #warmUp(play: Play): void {
    void this.deps.language.warmUp(play.languageEngine, wantedModel(play, undefined));
  }

  /** A session made for a request that names none gives its seat back with the answer. */
  #start(actor: Actor, locale: Locale, request: ChatRequest) {
    const { session_id = randomUUID() } = request;
    return this.#seated(actor, session_id, request.session_id === undefined, () =>
      startTurn(this.deps, actor, locale, { ...request, session_id }),
    );
  }

  /** Begins a turn of this play, when there is a seat for it and the person has not asked too often. */
  async #seated<S extends StartedTurn | { turnId: string }>(
    actor: Actor,
    playId: string,
    isBrief: boolean,
    begin: () => Promise<S>,
  ): Promise<S> {
    const askedAt = performance.now();
    const { seats, turns } = this.deps.admission;
    const seat = seats.take(playId, toSitter(actor), { isBrief });
    try {
      spend(turns, actor);
      const started = await this.#starts.run(playId, begin);
      if ("turn" in started) {
        started.turn.askedAt(askedAt);
        void started.turn.ended.then(() => seat.release());
      } else seat.release();
      return started;
    } catch (error) {
      seat.release(false);
      throw error;
    }
  }

  /** A turn on a line there is. */
  async #rewrite(
    actor: Actor,
    locale: Locale,
    playId: string,
    signal: AbortSignal,
    begin: (play: Owned<Play>) => Promise<StartedTurn | { turnId: string }>,
  ): Promise<AsyncIterable<ChatEvent>> {
    const started = await this.#seated(actor, playId, false, async () =>
      begin(await this.#play(actor, playId)),
    );
    return this.#events(actor, locale, started, signal);
  }

  async #events(
    actor: Actor,
    locale: Locale,
    started: StartedTurn | { turnId: string },
    signal: AbortSignal,
  ): Promise<AsyncIterable<ChatEvent>> {
    if ("turn" in started) return started.turn.events.follow(0, signal);
    return followTurn(this.deps, actor, started.turnId, 0, locale, signal);
  }

  async #play(actor: Actor, playId: string): Promise<Owned<Play>> {
    const play = await findPlay(this.deps.db, actor, playId);
    if (!play) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    return play;
  }

  async #turn(actor: Actor, turnId: string) {
    const found = await findTurn(this.deps.db, actor, turnId);
    if (!found) throw new AppError("NOT_FOUND");
    return found;
  }
}

/** A turn that takes no new line of the person's still has a request's wishes. */
function wholeRequest(wishes: Partial<ChatRequest>): ChatRequest {
  return chatRequest.parse({ ...wishes, messages: [{ role: "user", content: "." }] });
}
