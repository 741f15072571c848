import { createHash } from "node:crypto";
import type { StoredClip } from "../clips";
import type { Encoder } from "./encoder";
import { type EncodedFormat, encodedRate } from "./formats";
import { readSoundFacts, type SoundFacts } from "./sound-facts";

/** A clip as a whole file of a format. */
export interface EncodedSound extends SoundFacts {
  bytes: Uint8Array;
  /** Strong entity tag, quotes included. */
  etag: string;
}

interface SoundSource {
  pcm: AsyncIterable<Uint8Array>;
  sampleRate: number;
  durationMs: number;
}

/** Files encoded from stored clips: each made once however many ask, those used last kept in memory. */
export class EncodedSounds {
  readonly #kept = new Map<string, Promise<EncodedSound>>();
  readonly #sizes = new Map<string, number>();

  /** `maxBytes` of all kept files together. */
  constructor(
    readonly encoder: Encoder,
    private readonly maxBytes = 64 * 2 ** 20,
  ) {}

  /** Rejects as the clip's `pcm` and the encoder do. */
  ofStored(clip: StoredClip, format: EncodedFormat): Promise<EncodedSound> {
    const key = `${clip.etag} ${format}`;
    const made =
      this.#kept.get(key) ??
      this.whole(format, { pcm: clip.pcm(), sampleRate: clip.sampleRate, durationMs: clip.durationMs });
    // The newest stands last.
    this.#kept.delete(key);
    this.#kept.set(key, made);
    made.then(
      ({ bytes }) => {
        if (this.#kept.has(key)) this.#sizes.set(key, bytes.byteLength);
        this.#makeRoom();
      },
      () => this.#drop(key),
    );
    return made;
  }

  /** A whole file that is not kept. */
  async whole(format: EncodedFormat, source: SoundSource): Promise<EncodedSound> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.encoder.encode(format, source.pcm, source.sampleRate)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    // A file that was streamed cannot say how long it is in FLAC, and PCM never can: they are as long as their source.
    const hasFacts = format !== "pcm" && format !== "flac";
    const told = hasFacts ? await readSoundFacts(bytes) : null;
    return {
      bytes,
      etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
      durationMs: told?.durationMs ?? source.durationMs,
      sampleRate: told?.sampleRate ?? encodedRate(format, source.sampleRate),
    };
  }

  #makeRoom(): void {
    let total = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const key of this.#kept.keys()) {
      if (total <= this.maxBytes) return;
      const size = this.#sizes.get(key);
      if (size === undefined) continue;
      total -= size;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#kept.delete(key);
    this.#sizes.delete(key);
  }
}
