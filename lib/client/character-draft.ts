import "client-only";
import { type CastMember, type ChangeCharacter, castMember } from "@/lib/contract/character";
import { ApiError, apiGet, apiPut } from "./api-client";
import { type BrowserStorage, localStorageOrNull, readStored, writeStored } from "./browser-storage";
import { browserWake, type Clock, reconnectDelayMs, systemClock, type Wake } from "./retry-delay";

/** How a person's writing stands at the server. `conflict`: it was changed elsewhere meanwhile. */
export type SavingState = "saved" | "saving" | "waiting" | "conflict" | "refused";

export interface CharacterDraftSnapshot {
  /** What the server has, with what was written since over it. */
  character: CastMember;
  saving: SavingState;
  /** The server's sentence, where it refused. */
  message: string;
}

interface CharacterDraftDependencies {
  storage?: BrowserStorage | null;
  fetch?: typeof fetch;
  clock?: Clock;
  wake?: Wake;
}

/** So long after the last key what was written goes to the server. */
const QUIET_MS = 600;

/**
 * A character while it is written: every change shows at once, goes to the server a moment later, and stays in this
 * browser until the server has it. So nothing typed is lost, whatever dies.
 */
export class CharacterDraft {
  readonly #subscribers = new Set<() => void>();
  readonly #storage: BrowserStorage | null;
  readonly #clock: Clock;
  readonly #key: string;
  #stored: CastMember;
  #changes: ChangeCharacter;
  #snapshot: CharacterDraftSnapshot;
  #timer: unknown = null;
  #isSending = false;
  #attempt = 0;

  constructor(
    character: CastMember,
    private readonly dependencies: CharacterDraftDependencies = {},
  ) {
    this.#stored = character;
    this.#storage = dependencies.storage === undefined ? localStorageOrNull() : dependencies.storage;
    this.#clock = dependencies.clock ?? systemClock;
    this.#key = `avatar-forge.character.${character.id}`;
    this.#changes = {};
    this.#snapshot = { character, saving: "saved", message: "" };
  }

  getSnapshot = (): CharacterDraftSnapshot => this.#snapshot;

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  /** Takes up what an earlier visit could not save, or saved after this page was written. Returns what ends it. */
  start(): () => void {
    void this.#catchUp();
    const kept = readStored(this.#storage, this.#key);
    if (typeof kept === "object" && kept !== null) this.change(kept as ChangeCharacter);
    return (this.dependencies.wake ?? browserWake)(() => {
      if (this.#snapshot.saving === "waiting") void this.flush();
    });
  }

  change(changes: ChangeCharacter): void {
    this.#changes = { ...this.#changes, ...changes };
    this.#keep();
    this.#tell(this.#snapshot.saving === "conflict" ? "conflict" : "saving");
    if (this.#snapshot.saving !== "conflict") this.#later(QUIET_MS);
  }

  /** Sends what is not saved, now. Resolves when it is, or cannot be yet. */
  async flush(): Promise<void> {
    this.#cancelTimer();
    if (this.#isSending || Object.keys(this.#changes).length === 0) return;
    const sent = this.#changes;
    this.#isSending = true;
    try {
      const saved = await apiPut(this.#path, { ...sent, version: this.#stored.version }, this.#options());
      this.#stored = saved;
      this.#saved(sent);
    } catch (error) {
      this.#failed(error, sent);
    } finally {
      this.#isSending = false;
    }
  }

  /** What was written elsewhere stays; what was written here goes over it. */
  keepMine(): void {
    this.#tell("saving");
    void this.flush();
  }

  /** What was written elsewhere counts; what was written here since is given up. */
  takeTheirs(): void {
    this.#changes = {};
    this.#keep();
    this.#tell("saved");
  }

  /** The server changed it by another way (a picture). */
  replace(character: CastMember): void {
    this.#stored = character;
    this.#tell(this.#snapshot.saving);
  }

  /** A page that was left while it saved may have been read again before the saving was done. */
  async #catchUp(): Promise<void> {
    const now = await apiGet(this.#path, this.#options()).catch(() => null);
    if (now === null || (now.version ?? 0) <= (this.#stored.version ?? 0)) return;
    // What somebody else wrote into a field that is being written here is asked about, when it is saved.
    const fields = Object.keys(this.#changes) as (keyof ChangeCharacter)[];
    const isTouched = (field: keyof ChangeCharacter) =>
      !isSame(now[field], this.#stored[field]) && !isSame(now[field], this.#changes[field]);
    if (fields.some(isTouched)) return;
    this.#stored = now;
    this.#tell(this.#snapshot.saving);
  }

  get #path(): string {
    return `/api/characters/${encodeURIComponent(this.#stored.id)}`;
  }

  #failed(error: unknown, sent: ChangeCharacter): void {
    const code = error instanceof ApiError ? error.code : null;
    const message = error instanceof ApiError ? error.message : "";
    if (code === "CONFLICT" && error instanceof ApiError) {
      const current = castMember.safeParse((error.details as { current?: unknown } | undefined)?.current);
      if (current.success) this.#stored = current.data;
      if (current.success && holds(current.data, sent)) this.#saved(sent);
      else this.#tell("conflict");
    } else if (code === "VALIDATION_ERROR" || code === "NOT_FOUND" || code === "FORBIDDEN") {
      this.#tell("refused", message);
    } else {
      this.#tell("waiting", message);
      this.#later(reconnectDelayMs(this.#attempt++, this.#clock));
    }
  }

  #saved(sent: ChangeCharacter): void {
    this.#attempt = 0;
    this.#changes = without(this.#changes, sent);
    this.#keep();
    this.#tell(Object.keys(this.#changes).length > 0 ? "saving" : "saved");
    if (this.#snapshot.saving === "saving") this.#later(QUIET_MS);
  }

  #options() {
    const { fetch } = this.dependencies;
    return { schema: castMember, ...(fetch ? { fetch } : {}) };
  }

  #later(ms: number): void {
    this.#cancelTimer();
    this.#timer = this.#clock.setTimeout(() => void this.flush(), ms);
  }

  #cancelTimer(): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #keep(): void {
    const isEmpty = Object.keys(this.#changes).length === 0;
    writeStored(this.#storage, this.#key, isEmpty ? null : this.#changes);
  }

  #tell(saving: SavingState, message = ""): void {
    const { visibility = this.#stored.visibility, ...changes } = this.#changes;
    const character = { ...this.#stored, ...changes, visibility } as CastMember;
    if (changes.persona !== undefined) character.has_own_persona = changes.persona !== "";
    this.#snapshot = { character, saving, message };
    for (const subscriber of this.#subscribers) subscriber();
  }
}

/** The changes that were made after `sent` went out. */
function without(changes: ChangeCharacter, sent: ChangeCharacter): ChangeCharacter {
  const left = Object.entries(changes).filter(
    ([field, value]) => sent[field as keyof ChangeCharacter] !== value,
  );
  return Object.fromEntries(left);
}

/** Whether a save whose answer was lost is what the server has. */
function holds(current: CastMember, sent: ChangeCharacter): boolean {
  return Object.entries(sent).every(([field, value]) => isSame(current[field as keyof CastMember], value));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
