import type { Message, Session } from "@/lib/contract/session";
import { messageShape, sessionShape } from "@/lib/contract/session-shapes";
import { ApiError, apiDelete, apiPatch, apiPost } from "./api-client";
import { createId } from "./create-id";
import type { PlayCourse } from "./play-course";
import type { Clock } from "./retry-delay";
import { toRoomLine } from "./room-lines";
import type { RoomLine } from "./room-state";
import type { RoomStore } from "./room-store";
import type { TurnRequests } from "./turn-requests";

/** A line taken out can be brought back for so long; then it is gone at the server, too. */
const UNDO_MS = 8000;

export interface LineChangesDependencies {
  store: RoomStore;
  course: PlayCourse;
  requests: TurnRequests;
  fetch: typeof fetch;
  clock: Clock;
  offlineMessage: string;
  /** The play's address. */
  path: string;
}

/** What a rewriting came to: a line somebody changed in between comes back as it is now. */
export type EditOutcome = { done: true } | { done: false; now: RoomLine | null; message: string };

/** What a person changes in the lines of a play: other words, other takes, lines taken out. */
export class LineChanges {
  #removed: { line: RoomLine; afterKey: string | null; timer: unknown } | null = null;

  constructor(private readonly dependencies: LineChangesDependencies) {}

  /** Another take of a character's line, or of the answer to a person's; what follows is told no more. */
  async retake(lineKey: string): Promise<void> {
    const { store, course, requests } = this.dependencies;
    await this.settle();
    const { lines } = store.get();
    const at = lines.findIndex((line) => line.key === lineKey);
    const messageId = lines[at]?.messageId;
    if (!messageId) return;
    const cut = course.interrupt();
    const isOwn = lines[at]?.role === "user";
    store.update({ lines: lines.slice(0, isOwn ? at + 1 : at) });
    await course.run(() => requests.retake(messageId), cut);
    await course.refresh();
    // Of a play that was deleted elsewhere, what was seen is all there is.
    if (store.get().problem?.code === "SESSION_GONE") store.update({ lines });
  }

  /** Tells another take of a line (`index` from 0), and what came after it. */
  async select(lineKey: string, index: number): Promise<void> {
    await this.#changing(lineKey, async (address) => {
      const { course } = this.dependencies;
      course.interrupt();
      await apiPost(`${address}/select`, { index }, { ...this.#request, schema: messageShape });
      await course.refresh();
    });
  }

  /** The line as the server has it now, to be rewritten; null when there is none. */
  async read(lineKey: string): Promise<RoomLine | null> {
    await this.settle();
    await this.dependencies.course.refresh();
    return this.dependencies.store.line(lineKey) ?? null;
  }

  /** Gives a line other words. */
  async edit(line: Pick<RoomLine, "key" | "messageId" | "version">, content: string): Promise<EditOutcome> {
    const { store } = this.dependencies;
    try {
      const body = { version: line.version ?? 1, content };
      const stored = await apiPatch(this.#address(line), body, { ...this.#request, schema: messageShape });
      this.#write(line.key, stored);
      return { done: true };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "NOT_FOUND") void this.dependencies.course.isGone();
      const now = error.code === "CONFLICT" ? messageShape.safeParse(error.details) : null;
      const known = store.line(line.key);
      const found = now?.success && known ? { ...toRoomLine(now.data), key: line.key } : null;
      return { done: false, now: found, message: error.message };
    }
  }

  /** Shows a line as somebody else has written it. */
  takeTheirs(line: RoomLine): void {
    this.dependencies.store.changeLine(line.key, line);
  }

  /** Takes a line out of the page at once, and out of the play when it is not brought back in time. */
  async remove(lineKey: string): Promise<void> {
    const { store, course, clock } = this.dependencies;
    await this.settle();
    const { lines } = store.get();
    const at = lines.findIndex((line) => line.key === lineKey);
    const line = lines[at];
    if (!line?.messageId) return;
    if (at === lines.length - 1) course.interrupt();
    const timer = clock.setTimeout(() => void this.settle(), UNDO_MS);
    this.#removed = { line, afterKey: lines[at - 1]?.key ?? null, timer };
    store.update({ lines: lines.filter((each) => each !== line), removed: { key: line.key } });
  }

  /** Brings the line back that was taken out last. */
  undo(): void {
    const { store, clock } = this.dependencies;
    const removed = this.#removed;
    if (!removed) return;
    clock.clearTimeout(removed.timer);
    this.#removed = null;
    const { lines } = store.get();
    const at = lines.findIndex((line) => line.key === removed.afterKey) + 1;
    store.update({ lines: lines.toSpliced(at, 0, removed.line), removed: null });
  }

  /** What was taken out is taken out for good, before anything else happens to the play. */
  async settle({ keepalive = false }: { keepalive?: boolean } = {}): Promise<void> {
    const { store, clock, course } = this.dependencies;
    const removed = this.#removed;
    if (!removed) return;
    clock.clearTimeout(removed.timer);
    this.#removed = null;
    store.update({ removed: null });
    try {
      await apiDelete(this.#address(removed.line), { ...this.#request, keepalive });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== "NOT_FOUND") this.#tell(error);
    }
    void course.refresh();
  }

  /** A new play that begins with everything told up to this line; null where it could not be made. */
  async branch(lineKey: string): Promise<Session | null> {
    let made: Session | null = null;
    await this.#changing(lineKey, async (_address, messageId) => {
      const path = `${this.dependencies.path}/branch`;
      made = await apiPost(path, { message_id: messageId }, { ...this.#request, schema: sessionShape });
    });
    return made;
  }

  async #changing(
    lineKey: string,
    act: (address: string, messageId: string) => Promise<void>,
  ): Promise<void> {
    await this.settle();
    const line = this.dependencies.store.line(lineKey);
    if (!line?.messageId) return;
    try {
      await act(this.#address(line), line.messageId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== "NOT_FOUND" || !(await this.dependencies.course.isGone())) this.#tell(error);
    }
  }

  #write(lineKey: string, stored: Message): void {
    const { key: _key, ...line } = toRoomLine(stored);
    this.dependencies.store.changeLine(lineKey, line);
  }

  #tell({ code, message }: ApiError): void {
    const { store, offlineMessage } = this.dependencies;
    const told = message || offlineMessage;
    store.addNotice({ id: createId(), code, message: told, lineKey: null, segmentIndex: null });
  }

  get #request() {
    const { fetch, offlineMessage } = this.dependencies;
    return { fetch, offlineMessage };
  }

  #address({ messageId }: Pick<RoomLine, "messageId">): string {
    return `${this.dependencies.path}/messages/${encodeURIComponent(messageId ?? "")}`;
  }
}
