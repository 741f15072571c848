import type { FileRange } from "@/lib/storage/file-store";
import type { StoredClip } from "./clip";

/** A clause, or a short sentence; longer ones are read from the disk. */
const MAX_CLIP_BYTES = 256 * 1024;
const MAX_BYTES = 16 * 1024 * 1024;

/** `bytes` is null while the file is being read. */
interface WarmClip {
  clip: StoredClip;
  bytes: Uint8Array<ArrayBuffer> | null;
}

/** The small clips that were played last, whole in memory: for them neither the index nor the disk is asked. */
export class WarmClips {
  /** Least recently played first. */
  readonly #clips = new Map<string, WarmClip>();
  #bytes = 0;

  get(key: string): StoredClip | null {
    const warm = this.#clips.get(key);
    return warm?.bytes ? warm.clip : null;
  }

  /** A piece of a clip; where it is small, the whole of it is loaded once. Rejects as `load` does. */
  async read(
    clip: StoredClip,
    range: FileRange,
    load: (range: FileRange) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (clip.bytes > MAX_CLIP_BYTES) return load(range);
    const known = this.#clips.get(clip.key);
    const bytes = known?.bytes ?? (await this.#load(clip, load));
    if (known?.bytes) {
      this.#clips.delete(clip.key);
      this.#clips.set(clip.key, known);
    }
    return bytes.subarray(range.start, range.end + 1);
  }

  /** What is being read now is not kept either. */
  forget(key: string): void {
    this.#bytes -= this.#clips.get(key)?.bytes?.byteLength ?? 0;
    this.#clips.delete(key);
  }

  clear(): void {
    for (const key of [...this.#clips.keys()]) this.forget(key);
  }

  async #load(
    clip: StoredClip,
    load: (range: FileRange) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { key } = clip;
    const warm: WarmClip = { clip, bytes: null };
    if (!this.#clips.has(key)) this.#clips.set(key, warm);
    try {
      const bytes = await load({ start: 0, end: clip.bytes - 1 });
      if (this.#clips.get(key) === warm && bytes.byteLength === clip.bytes) {
        warm.bytes = bytes;
        this.#bytes += bytes.byteLength;
      }
      return bytes;
    } finally {
      if (this.#clips.get(key) === warm && !warm.bytes) this.#clips.delete(key);
      for (const [oldest, { bytes }] of this.#clips) {
        if (this.#bytes <= MAX_BYTES) break;
        if (bytes) this.forget(oldest);
      }
    }
  }
}
