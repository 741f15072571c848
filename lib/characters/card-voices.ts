import "server-only";
import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { internal } from "@/db/ownership";
import {
  type CardVoiceRow,
  countCardVoices,
  findCardVoice,
  listCardVoices,
  listWaitingVoices,
  type NewCardVoice,
  settleCardVoice,
} from "@/db/queries/card-voices";
import { isCharacterFileUsed } from "@/db/queries/characters";
import { createSerial } from "@/lib/async/serial";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { AcceptCardVoice, CardVoiceList } from "@/lib/contract/card-voices";
import type { ImportReport } from "@/lib/contract/import-report";
import { MAX_REFERENCES } from "@/lib/contract/voices";
import type { JsonObject } from "./card/card-json";
import { readText } from "./card/card-text";
import { type CardClip, cardLanguage, readSoundOf, soundPath } from "./card/card-voice";
import type { CharacterFiles } from "./character-files";

export interface CardVoicesOptions {
  db: Database;
  files: CharacterFiles;
  /** A sound as the clip that is kept, with its length in seconds; null for what is no reference. */
  judge: (bytes: Uint8Array) => { bytes: Uint8Array; seconds: number } | null;
  /** Makes a voice of the server's; resolves with its id. */
  makeVoice: (wish: VoiceWish, clips: readonly CardClip[]) => Promise<string>;
  /** What may wait at once. */
  limits?: { own: Waiting; all: Waiting };
  /** Milliseconds since the epoch. */
  now: () => number;
}

export type VoiceWish = Required<AcceptCardVoice> & { language: string };
type Waiting = { voices: number; bytes: number };

const JUDGING = internal("admins hear the voices of cards");
const NEUTRAL = "neutral";
const MIB = 2 ** 20;
const LIMITS = { own: { voices: 20, bytes: 64 * MIB }, all: { voices: 200, bytes: 512 * MIB } };

/**
 * Voices that cards brought. They wait with the files of characters, where no engine looks, until an admin has heard
 * them; one goes with its character, and with the person.
 */
export class CardVoices {
  /** A voice is accepted or thrown away once. */
  readonly #serial = createSerial();

  constructor(private readonly options: CardVoicesOptions) {}

  /** What of a card's sounds is to wait, its files stored; null where there is nothing of it. What is left out is told. */
  async take(
    actor: Actor,
    {
      sounds,
      voice,
      files,
    }: { sounds: JsonObject[]; voice: JsonObject; files: ReadonlyMap<string, Uint8Array> },
    characterName: string,
    report: ImportReport,
  ): Promise<NewCardVoice | null> {
    const clips = this.#judged(sounds, files, report);
    if (clips.length === 0) return null;
    const bytes = clips.reduce((sum, clip) => sum + clip.bytes.byteLength, 0);
    if (!(await this.#hasRoom(actor, bytes))) {
      report.add("dropped", "voice.references", "voices_full");
      return null;
    }
    const kept: NewCardVoice["clips"] = [];
    for (const { bytes: content, ...words } of clips) {
      kept.push({ key: await this.options.files.putAsset(content), ...words });
    }
    report.add("kept", "voice.references", "clip_waits");
    const name = readText(voice.name, 80)?.text.trim() || characterName.slice(0, 80).toWellFormed();
    return {
      id: randomUUID(),
      name,
      language: cardLanguage(voice.language),
      clips: kept,
      bytes,
      createdAt: this.options.now(),
    };
  }

  /** All that wait, the longest first. */
  async list(): Promise<CardVoiceList> {
    const rows = await listCardVoices(this.options.db, JUDGING);
    return {
      voices: rows.map(({ voice, character, owner }) => ({
        id: voice.id,
        name: voice.name,
        language: voice.language,
        character,
        owner,
        clips: voice.clips.map(({ seconds, promptText, promptLang, emotion }) => ({
          seconds,
          prompt_text: promptText,
          prompt_lang: promptLang,
          emotion,
        })),
        bytes: voice.bytes,
        created_at: new Date(voice.createdAt).toISOString(),
      })),
    };
  }

  /** Those that wait with this person's own characters. */
  waitingOf(actor: Actor): Promise<CardVoiceRow[]> {
    return listWaitingVoices(this.options.db, actor);
  }

  /** The WAV of one of its clips, by its place. Throws NOT_FOUND. */
  async readClip(id: string, at: number): Promise<Uint8Array> {
    const clip = (await this.#find(id)).clips[at];
    if (!clip) throw new AppError("NOT_FOUND");
    return this.options.files.readAsset(clip.key);
  }

  /**
   * Makes it a voice of the server's, which its character speaks with from now on unless its owner chose another
   * (`assigned`). Throws NOT_FOUND.
   */
  accept(id: string, wish: AcceptCardVoice): Promise<{ voiceId: string; assigned: boolean }> {
    return this.#serial(async () => {
      const { db, files, makeVoice, now } = this.options;
      const row = await this.#find(id);
      const clips: CardClip[] = [];
      for (const { key, seconds: _, ...words } of row.clips) {
        clips.push({ ...words, bytes: await files.readAsset(key) });
      }
      const { name = row.name, is_active = false, consent = "" } = wish;
      const voiceId = await makeVoice({ name, is_active, consent, language: row.language }, clips);
      const assigned = await settleCardVoice(db, JUDGING, row, voiceId, now());
      await this.#forget(row);
      return { voiceId, assigned };
    });
  }

  /** Throws it away. Throws NOT_FOUND. */
  discard(id: string): Promise<void> {
    return this.#serial(async () => {
      const row = await this.#find(id);
      await settleCardVoice(this.options.db, JUDGING, row, null, this.options.now());
      await this.#forget(row);
    });
  }

  #judged(sounds: JsonObject[], files: ReadonlyMap<string, Uint8Array>, report: ImportReport) {
    const clips: (CardClip & { seconds: number })[] = [];
    for (const [at, sound] of sounds.entries()) {
      const part = soundPath(sound) ?? `voice.references.${at}`;
      const clip = clips.length < MAX_REFERENCES ? readSoundOf(sound, files) : null;
      const judged = clip && this.options.judge(clip.bytes);
      if (judged) clips.push({ ...clip, ...judged });
      else report.add("dropped", part, clips.length < MAX_REFERENCES ? "no_reference_clip" : "too_large");
    }
    // A voice's first clip is its neutral one.
    return clips.sort((one, other) => Number(one.emotion !== NEUTRAL) - Number(other.emotion !== NEUTRAL));
  }

  async #hasRoom(actor: Actor, bytes: number): Promise<boolean> {
    const { own, all } = this.options.limits ?? LIMITS;
    const waiting = await countCardVoices(this.options.db, actor);
    const fits = (there: Waiting, limit: Waiting) =>
      there.voices < limit.voices && there.bytes + bytes <= limit.bytes;
    return fits(waiting.own, own) && fits(waiting.all, all);
  }

  async #find(id: string): Promise<CardVoiceRow> {
    const row = await findCardVoice(this.options.db, JUDGING, id);
    if (!row) throw new AppError("NOT_FOUND");
    return row;
  }

  async #forget({ clips }: CardVoiceRow): Promise<void> {
    const { db, files } = this.options;
    for (const { key } of clips) if (!(await isCharacterFileUsed(db, JUDGING, key))) await files.remove(key);
  }
}
