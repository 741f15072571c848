import type { Owned } from "@/db/ownership";
import { findMessage } from "@/db/queries/messages";
import { findPlay, type Play } from "@/db/queries/plays";
import { findLine, listTakes, removeLine, rewriteLine, tellBranch } from "@/db/queries/tree";
import type { KeyedSerial } from "@/lib/async/keyed-serial";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { Message, Session } from "@/lib/contract/session";
import { branchPlay } from "./branch-play";
import type { ConversationDeps } from "./deps";
import { giveSpeech } from "./given-speech";
import { toMessages, toSession } from "./views";

/** What a person changes in the lines of a play of theirs. Another's is NOT_FOUND. */
export class PlayLines {
  constructor(
    private readonly deps: ConversationDeps,
    private readonly serial: KeyedSerial,
  ) {}

  /** Gives a line other words. CONFLICT, with the row as it is now, when it is no longer at `version`. */
  edit(
    actor: Actor,
    playId: string,
    messageId: string,
    { version, content }: { version: number; content: string },
  ): Promise<Message> {
    return this.#alone(actor, playId, async (play) => {
      const line = await this.#line(play, messageId);
      const isWritten = this.deps.turns.writing(playId, messageId) !== null;
      const change = { version, content: content.toWellFormed(), now: this.deps.now() };
      if (isWritten || !(await rewriteLine(this.deps.db, play, line, change)))
        throw await this.#stale(play, line);
      if (line.role === "assistant") {
        await giveSpeech(this.deps, actor, play, { id: messageId, content: change.content });
      }
      return this.#view(play, messageId);
    });
  }

  /** Takes a line out; what follows it stays. CONFLICT as with `edit`, where a version is given. */
  remove(
    actor: Actor,
    playId: string,
    messageId: string,
    version: number | undefined,
  ): Promise<{ id: string; deleted: true }> {
    return this.#alone(actor, playId, async (play) => {
      const line = await this.#line(play, messageId);
      await this.deps.turns.cancelPlay(playId);
      // A line nothing was said of went with its turn.
      const isThere = (await findMessage(this.deps.db, play, messageId)) !== null;
      const isGone =
        !isThere || (await removeLine(this.deps.db, play, line, { version, now: this.deps.now() }));
      if (!isGone) throw await this.#stale(play, line);
      return { id: messageId, deleted: true as const };
    });
  }

  /** Tells this line, or the take of it with this index (from 0), and what came after it. */
  select(actor: Actor, playId: string, messageId: string, index: number | undefined): Promise<Message> {
    return this.#alone(actor, playId, async (play) => {
      const line = await this.#line(play, messageId);
      await this.deps.turns.cancelPlay(playId);
      const take = index === undefined ? line : (await listTakes(this.deps.db, play, line))[index];
      if (!take) throw new AppError("NOT_FOUND");
      await tellBranch(this.deps.db, play, take, this.deps.now());
      return this.#view(play, take.id);
    });
  }

  /** A new play that begins with everything told up to a line (the told end where none is named). */
  branch(
    actor: Actor,
    playId: string,
    wishes: { messageId: string | undefined; title: string | undefined },
  ): Promise<Session> {
    return this.#alone(actor, playId, async (play) => {
      await this.deps.assertSpace();
      const { messageId, title } = wishes;
      if (messageId !== undefined) await this.#line(play, messageId);
      return toSession(
        await branchPlay(this.deps, actor, play, { head: messageId ?? play.headMessageId, title }),
      );
    });
  }

  /** While nothing else of this play begins or changes. */
  async #alone<T>(actor: Actor, playId: string, task: (play: Owned<Play>) => Promise<T>): Promise<T> {
    return this.serial.run(playId, async () => {
      const play = await findPlay(this.deps.db, actor, playId);
      if (!play) throw new AppError("NOT_FOUND", { key: "session_not_found" });
      return task(play);
    });
  }

  async #line(play: Owned<Play>, messageId: string) {
    const line = await findLine(this.deps.db, play, messageId);
    if (!line) throw new AppError("NOT_FOUND");
    return line;
  }

  async #view(play: Owned<Play>, messageId: string): Promise<Message> {
    const [view] = await toMessages(this.deps, play, [await this.#line(play, messageId)]);
    if (!view) throw new AppError("NOT_FOUND");
    return view;
  }

  async #stale(play: Owned<Play>, { id }: { id: string }): Promise<AppError> {
    return new AppError("CONFLICT", { details: await this.#view(play, id) });
  }
}
