import type { Turn } from "./turn";

/** How long a turn's log can be followed after its end; afterwards the stored line answers. */
const KEPT_AFTER_END_MS = 10 * 60_000;

/** The turns whose logs are in memory, by id and by play. */
export class TurnRegistry {
  readonly #byId = new Map<string, Turn>();
  /** The turns of each play, the newest last. It alone may write; the sound of those before may still be made. */
  readonly #byPlay = new Map<string, Turn[]>();

  add(turn: Turn): void {
    const { id, playId } = turn.identity;
    this.#byId.set(id, turn);
    this.#byPlay.set(playId, [...(this.#byPlay.get(playId) ?? []), turn]);
    void turn.ended.then(() => setTimeout(() => this.#forget(turn), KEPT_AFTER_END_MS).unref());
  }

  /** A turn of this owner's; null when its log is gone or it is another's. */
  find(ownerId: string, id: string): Turn | null {
    const turn = this.#byId.get(id);
    return turn?.identity.ownerId === ownerId ? turn : null;
  }

  /** The play's newest turn; null when its log is gone. */
  newestOf(playId: string): Turn | null {
    return this.#byPlay.get(playId)?.at(-1) ?? null;
  }

  /** The turn that is writing this message now. */
  writing(playId: string, messageId: string): Turn | null {
    const turn = this.newestOf(playId);
    return turn && !turn.events.closed && turn.identity.messageId === messageId ? turn : null;
  }

  /**
   * Stops whatever the play's turns still write or speak, and waits until what was said is stored; false where
   * there was nothing to stop.
   */
  async cancelPlay(playId: string): Promise<boolean> {
    const turns = (this.#byPlay.get(playId) ?? []).filter(({ events }) => !events.closed);
    await stop(turns);
    return turns.length > 0;
  }

  /** Stops a turn, and what those before it still speak of the same line; waits until it is stored. */
  cancelLine({ identity: { playId, messageId } }: Turn): Promise<void> {
    const turns = this.#byPlay.get(playId) ?? [];
    return stop(turns.filter((turn) => turn.identity.messageId === messageId));
  }

  /** Stops whatever this owner's turns still write or speak, and waits until it is stored. */
  cancelOwner(ownerId: string): Promise<void> {
    return stop([...this.#byId.values()].filter((turn) => turn.identity.ownerId === ownerId));
  }

  /** Stops everything and waits until it is stored. */
  close(): Promise<void> {
    return stop([...this.#byId.values()]);
  }

  #forget(turn: Turn): void {
    const { id, playId } = turn.identity;
    this.#byId.delete(id);
    const others = this.#byPlay.get(playId)?.filter((other) => other !== turn) ?? [];
    if (others.length > 0) this.#byPlay.set(playId, others);
    else this.#byPlay.delete(playId);
  }
}

async function stop(turns: readonly Turn[]): Promise<void> {
  for (const turn of turns) turn.cancel();
  await Promise.all(turns.map((turn) => turn.ended));
}
