import type { RoomLine, RoomNotice, RoomSegment, RoomSnapshot } from "./room-state";

/** At most one telling per frame: a resumed turn brings hundreds of events at once. */
const FRAME_MS = 16;

/** The room's snapshot, replaced and never changed in place, and who wants to know. */
export class RoomStore {
  readonly #subscribers = new Set<() => void>();
  #told = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private snapshot: RoomSnapshot) {}

  get(): RoomSnapshot {
    return this.snapshot;
  }

  subscribe(subscriber: () => void): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  update(change: Partial<RoomSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.#tell();
  }

  line(key: string): RoomLine | undefined {
    return this.snapshot.lines.find((line) => line.key === key);
  }

  addLine(line: RoomLine): void {
    this.update({ lines: [...this.snapshot.lines, line] });
  }

  removeLine(key: string): void {
    this.update({ lines: this.snapshot.lines.filter((line) => line.key !== key) });
  }

  changeLine(key: string, change: Partial<RoomLine> | ((line: RoomLine) => Partial<RoomLine>)): void {
    const lines = this.snapshot.lines.map((line) => {
      if (line.key !== key) return line;
      return { ...line, ...(typeof change === "function" ? change(line) : change) };
    });
    this.update({ lines });
  }

  changeSegment(key: string, index: number, state: RoomSegment["state"]): void {
    this.changeLine(key, (line) => ({
      segments: line.segments.map((segment) => (segment.index === index ? { ...segment, state } : segment)),
    }));
  }

  /** Adds a notice, in place of an earlier one with its id or about the same segment. */
  addNotice(notice: RoomNotice): void {
    const others = this.snapshot.notices.filter((other) => !isSameMatter(other, notice));
    this.update({ notices: [...others, notice] });
  }

  removeNotices(matches: (notice: RoomNotice) => boolean): void {
    const notices = this.snapshot.notices.filter((notice) => !matches(notice));
    if (notices.length !== this.snapshot.notices.length) this.update({ notices });
  }

  #tell(): void {
    if (this.#timer !== null) return;
    const wait = this.#told + FRAME_MS - performance.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => this.#tellNow(), wait);
    } else this.#tellNow();
  }

  #tellNow(): void {
    this.#timer = null;
    this.#told = performance.now();
    for (const subscriber of this.#subscribers) subscriber();
  }
}

function isSameMatter(a: RoomNotice, b: RoomNotice): boolean {
  if (a.id === b.id) return true;
  return a.segmentIndex !== null && a.segmentIndex === b.segmentIndex && a.lineKey === b.lineKey;
}
