import "client-only";
import { type ImportAnswer, importAnswer } from "@/lib/contract/character";
import { ApiError, apiUpload } from "./api-client";

export interface CardImportItem {
  id: number;
  fileName: string;
  state: "waiting" | "sending" | "done" | "failed";
  /** What came of it. */
  answer: ImportAnswer | null;
  /** The server's sentence, where it refused. */
  message: string;
}

/** Files on their way in, one after the other; a file that fails keeps no other from coming. */
export class CardImports {
  readonly #subscribers = new Set<() => void>();
  #items: readonly CardImportItem[] = [];
  #files = new Map<number, File>();
  #isRunning = false;
  #count = 0;

  constructor(private readonly onImported: () => void) {}

  getSnapshot = (): readonly CardImportItem[] => this.#items;

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  add(files: Iterable<File>): void {
    const added = [...files].map((file): CardImportItem => {
      const id = this.#count++;
      this.#files.set(id, file);
      return { id, fileName: file.name, state: "waiting", answer: null, message: "" };
    });
    this.#set([...this.#items, ...added]);
    void this.#run();
  }

  /** Takes what is finished off the list. */
  clear(): void {
    this.#set(this.#items.filter(({ state }) => state === "waiting" || state === "sending"));
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let next = this.#next(); next; next = this.#next()) {
      const { id } = next;
      this.#change(id, { state: "sending" });
      try {
        const file = this.#files.get(id) ?? new File([], next.fileName);
        const answer = await apiUpload("POST", "/api/characters/import", file, { schema: importAnswer });
        this.#change(id, { state: "done", answer });
        this.onImported();
      } catch (error) {
        this.#change(id, { state: "failed", message: error instanceof ApiError ? error.message : "" });
      }
      this.#files.delete(id);
    }
    this.#isRunning = false;
  }

  #next(): CardImportItem | undefined {
    return this.#items.find(({ state }) => state === "waiting");
  }

  #change(id: number, change: Partial<CardImportItem>): void {
    this.#set(this.#items.map((item) => (item.id === id ? { ...item, ...change } : item)));
  }

  #set(items: readonly CardImportItem[]): void {
    this.#items = items;
    for (const subscriber of this.#subscribers) subscriber();
  }
}
