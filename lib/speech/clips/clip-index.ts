/** What is known about a clip in the store without opening its file. */
export interface ClipRow {
  key: string;
  /** Hz. */
  sampleRate: number;
  durationMs: number;
  /** Of the whole WAV file. */
  bytes: number;
  /** Milliseconds since the epoch; counts as the first time it was played. */
  createdAt: number;
}

/** The clips in the store, by key, with when each was last played. The lead of the bytes is the row. */
export interface ClipIndex {
  find(key: string): Promise<ClipRow | null>;
  /** Adds the row, or replaces the one with this key. */
  put(row: ClipRow): Promise<void>;
  /** It was played at `at` (ms since the epoch). Does nothing for an unknown key. */
  touch(key: string, at: number): Promise<void>;
  /** Those played longest ago, longest first. */
  leastRecent(limit: number): Promise<ClipRow[]>;
  /** Rows with a key greater than `key` (all for null), in order of the key: for reading them page by page. */
  after(key: string | null, limit: number): Promise<ClipRow[]>;
  /** Does nothing for an unknown key. */
  remove(key: string): Promise<void>;
  /** Sum of `bytes`. */
  totalBytes(): Promise<number>;
}
