import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pino from "pino";
import { createDeferred, type Deferred } from "@/lib/async/deferred";
import {
  type ClipIndex,
  type ClipRow,
  type ClipSink,
  type ClipStoreOptions,
  createClipStore,
  type ProduceClip,
} from "@/lib/speech/clips";
import { createFilesystem } from "@/lib/storage";

export const SAMPLE_RATE = 32_000;
export const KEY = "ab".repeat(32);
const GIB = 1024 ** 3;

/** The index as a map. Its order of plays is exact, like the real one's. */
export function createMemoryIndex(): ClipIndex & { rows: Map<string, ClipRow & { playedAt: number }> } {
  const rows = new Map<string, ClipRow & { playedAt: number }>();
  const sorted = (by: (row: ClipRow & { playedAt: number }) => number) =>
    [...rows.values()].sort((a, b) => by(a) - by(b));
  return {
    rows,
    find: async (key) => rows.get(key) ?? null,
    put: async ({ key, sampleRate, durationMs, bytes, createdAt }) => {
      rows.set(key, { key, sampleRate, durationMs, bytes, createdAt, playedAt: createdAt });
    },
    touch: async (key, at) => {
      const row = rows.get(key);
      if (row) row.playedAt = at;
    },
    leastRecent: async (limit) => sorted(({ playedAt }) => playedAt).slice(0, limit),
    after: async (key, limit) =>
      [...rows.values()]
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .filter((row) => key === null || row.key > key)
        .slice(0, limit),
    remove: async (key) => {
      rows.delete(key);
    },
    totalBytes: async () => [...rows.values()].reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** A clip store on a real folder of its own. */
export async function createFixture(overrides: Partial<ClipStoreOptions> = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "forge-clips-"));
  const clock = { now: 1_700_000_000_000 };
  const index = createMemoryIndex();
  const files = createFilesystem(folder);
  const warnings: string[] = [];
  const logger = pino({ level: "warn" }, { write: (line: string) => warnings.push(line) });
  const createStore = (more: Partial<ClipStoreOptions> = {}) =>
    createClipStore({
      storage: files,
      index,
      freeBytes: async () => 100 * GIB,
      maxBytes: GIB,
      logger,
      now: () => clock.now,
      ...overrides,
      ...more,
    });
  const listFiles = async () => {
    const found: string[] = [];
    for await (const { path: name } of files.list("")) found.push(name);
    return found.sort();
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  return { folder, clock, index, files, warnings, createStore, store: createStore(), listFiles, remove };
}

/** A producer led by hand. */
export function createProducer() {
  const called = createDeferred<void>();
  const ended: Deferred<void> = createDeferred();
  const state: { runs: number; sink: ClipSink | null; signal: AbortSignal | null } = {
    runs: 0,
    sink: null,
    signal: null,
  };
  const produce: ProduceClip = (sink, signal) => {
    state.runs += 1;
    state.sink = sink;
    state.signal = signal;
    called.resolve();
    return ended.promise;
  };
  return {
    produce,
    state,
    /** Resolves when the production has begun. */
    called: called.promise,
    start: () => state.sink?.start(SAMPLE_RATE),
    write: (pcm: Uint8Array) => state.sink?.write(pcm),
    end: () => ended.resolve(),
    fail: (error: unknown) => ended.reject(error),
  };
}

/** Different for every seed, and nowhere zero. */
export function pcmOf(bytes: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => 1 + ((index * 7 + seed * 13) % 255));
}

/** A producer that says one thing and is done. */
export function producing(pcm: Uint8Array): ProduceClip {
  return async (sink) => {
    sink.start(SAMPLE_RATE);
    sink.write(pcm);
  };
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
