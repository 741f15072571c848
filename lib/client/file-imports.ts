import "client-only";
import { type ImportAnswer, importAnswer } from "@/lib/contract/character";
import type { Session } from "@/lib/contract/session";
import { sessionShape } from "@/lib/contract/session-shapes";
import { ApiError, apiUpload } from "./api-client";

export interface FileImportItem {
  id: number;
  fileName: string;
  state: "waiting" | "sending" | "done" | "failed";
  /** The character that came of a card. */
  answer: ImportAnswer | null;
  /** The play that came of a chat. */
  play: Session | null;
  /** The server's sentence, where it refused. */
  message: string;
}

/** Cards and chats on their way in, one after the other; a file that fails keeps no other from coming. */
export class FileImports {
  readonly #subscribers = new Set<() => void>();
  #items: readonly FileImportItem[] = [];
  #files = new Map<number, File>();
  #isRunning = false;
  #count = 0;

  constructor(private readonly onImported: () => void) {}

  getSnapshot = (): readonly FileImportItem[] => this.#items;

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  add(files: Iterable<File>): void {
    const added = [...files].map((file): FileImportItem => {
      const id = this.#count++;
      this.#files.set(id, file);
      return { id, fileName: file.name, state: "waiting", answer: null, play: null, message: "" };
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
        this.#change(id, { state: "done", ...(await take(file)) });
        this.onImported();
      } catch (error) {
        this.#change(id, { state: "failed", message: error instanceof ApiError ? error.message : "" });
      }
      this.#files.delete(id);
    }
    this.#isRunning = false;
  }

  #next(): FileImportItem | undefined {
    return this.#items.find(({ state }) => state === "waiting");
  }

  #change(id: number, change: Partial<FileImportItem>): void {
    this.#set(this.#items.map((item) => (item.id === id ? { ...item, ...change } : item)));
  }

  #set(items: readonly FileImportItem[]): void {
    this.#items = items;
    for (const subscriber of this.#subscribers) subscriber();
  }
}

/** SillyTavern keeps a chat as lines of JSON; everything else is tried as a card. */
async function take(file: File): Promise<Partial<FileImportItem>> {
  if (!/\.jsonl$/i.test(file.name)) {
    return { answer: await apiUpload("POST", "/api/characters/import", file, { schema: importAnswer }) };
  }
  return { play: await apiUpload("POST", "/api/sessions/import", file, { schema: sessionShape }) };
}
