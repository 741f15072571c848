import "client-only";
import {
  type CastMember,
  type ChangeCharacter,
  DRAFT_FIELDS,
  type DraftAnswer,
  type DraftField,
  draftAnswer,
} from "@/lib/contract/character";
import { ApiError, apiPost } from "./api-client";

export interface DraftingSnapshot {
  state: "idle" | "running" | "done" | "failed";
  /** Parts of the form that are drafted, of how many. */
  done: number;
  all: number;
  /** The server's sentence, where it failed. */
  message: string;
  /** Fields being written now. */
  writing: ReadonlySet<DraftField>;
  /** Fields whose former text can be taken back. */
  undoable: ReadonlySet<DraftField>;
}

export interface DraftingDependencies {
  /** The form as it stands. */
  read: () => CastMember;
  /** Puts drafted texts into the form, which keeps them. */
  write: (changes: ChangeCharacter) => void;
  fetch?: typeof fetch;
}

const PATH = "/api/ai/generate/character-details";
/** What is drafted at once: what matters most is there first, and an engine that dies takes one part with it. */
const PARTS = [
  DRAFT_FIELDS.slice(0, 4),
  DRAFT_FIELDS.slice(4, 8),
  DRAFT_FIELDS.slice(8, 14),
  DRAFT_FIELDS.slice(14),
];
const NOTHING: ReadonlySet<DraftField> = new Set();

/** Has the server's language engine write fields of a form: the empty ones part by part, or one anew. */
export class CharacterDrafting {
  readonly #subscribers = new Set<() => void>();
  readonly #before = new Map<DraftField, (string | string[])[]>();
  #snapshot: DraftingSnapshot = {
    state: "idle",
    done: 0,
    all: 0,
    message: "",
    writing: NOTHING,
    undoable: NOTHING,
  };
  #abort: AbortController | null = null;

  constructor(private readonly dependencies: DraftingDependencies) {}

  getSnapshot = (): DraftingSnapshot => this.#snapshot;

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  /** Drafts every empty field. What is written meanwhile by hand stays. */
  async draftEmpty(): Promise<void> {
    const parts = PARTS.map((fields) => fields.filter((field) => this.#isEmpty(field))).filter(
      ({ length }) => length > 0,
    );
    await this.#run(parts, (field) => this.#isEmpty(field));
  }

  /** Drafts one field anew; its text can be taken back. */
  async redraft(field: DraftField): Promise<void> {
    await this.#run([[field]], () => true);
  }

  /** Takes back what was last drafted over a field. */
  undo(field: DraftField): void {
    const before = this.#before.get(field)?.pop();
    if (before === undefined) return;
    this.dependencies.write({ [field]: before });
    this.#tell({});
  }

  stop(): void {
    this.#abort?.abort();
  }

  async #run(parts: DraftField[][], isWanted: (field: DraftField) => boolean): Promise<void> {
    if (this.#snapshot.state === "running") return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#tell({ state: "running", done: 0, all: parts.length, message: "" });
    try {
      for (const [at, fields] of parts.entries()) {
        this.#tell({ done: at, writing: new Set(fields) });
        const drafted = await this.#ask(fields, abort.signal);
        this.#take(drafted, fields.filter(isWanted));
      }
      this.#tell({ state: "done", done: parts.length, writing: NOTHING });
    } catch (error) {
      const message = error instanceof ApiError ? error.message : "";
      this.#tell({ state: abort.signal.aborted ? "idle" : "failed", message, writing: NOTHING });
    }
  }

  #ask(fields: DraftField[], signal: AbortSignal): Promise<DraftAnswer> {
    const { name, category, source_work, ...character } = this.dependencies.read();
    const known = DRAFT_FIELDS.filter((field) => !fields.includes(field) && character[field].length > 0);
    const form = Object.fromEntries(known.map((field) => [field, character[field]]));
    const { fetch } = this.dependencies;
    return apiPost(
      PATH,
      { name, category, source_work, ...form, fields },
      { schema: draftAnswer, signal, ...(fetch ? { fetch } : {}) },
    );
  }

  #take(drafted: DraftAnswer, fields: readonly DraftField[]): void {
    const character = this.dependencies.read();
    const changes: ChangeCharacter = {};
    for (const field of fields) {
      const text = drafted[field];
      if (text === undefined || text.length === 0) continue;
      this.#before.set(field, [...(this.#before.get(field) ?? []), character[field]]);
      Object.assign(changes, { [field]: text });
    }
    this.dependencies.write(changes);
  }

  #isEmpty(field: DraftField): boolean {
    return this.dependencies.read()[field].length === 0;
  }

  #tell(changes: Partial<DraftingSnapshot>): void {
    const undoable = new Set(DRAFT_FIELDS.filter((field) => (this.#before.get(field)?.length ?? 0) > 0));
    this.#snapshot = { ...this.#snapshot, ...changes, undoable };
    for (const subscriber of this.#subscribers) subscriber();
  }
}
