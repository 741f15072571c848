import "server-only";
import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { internal, type Owned, ownedBy } from "@/db/ownership";
import {
  type CharacterRow,
  deleteCharacter,
  findCharacter,
  findOwnCharacter,
  insertCharacter,
  isCharacterFileUsed,
  listCastRows,
  listCharacters,
  listFavourites,
  listShownCharacters,
  setCharacterVoice,
  setFavourite,
  updateCharacter,
} from "@/db/queries/characters";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import { type CastPage, type CastQuery, castQuery } from "@/lib/contract/cast";
import type { CastMember, ChangeCharacter, CreateCharacter } from "@/lib/contract/character";
import { readTimeCursor, writeTimeCursor } from "@/lib/contract/time-cursor";
import { DEFAULT_LOCALE, type Locale } from "@/lib/i18n/locales";
import { type JsonObject, stringifyCardJson } from "./card/card-json";
import { emptyDraft } from "./card/character-draft";
import { withKeptValues } from "./card/kept-values";
import { listCast } from "./cast-list";
import type { CharacterFiles } from "./character-files";
import { changed, columnsOf, draftOf, pictureAddress, toCastMember } from "./character-row";
import { type PictureSize, readPicture } from "./picture";
import { PresetCast } from "./preset-cast";

const CASTING = internal("an admin gives voices to characters");
const SWEEPING = internal("pictures nobody has any more are taken away");

export interface CharacterLibraryOptions {
  db: Database;
  files: CharacterFiles;
  /** Whether this actor may show a character to everyone. */
  isAdmin: (actor: Actor) => Promise<boolean>;
  /** Whether a voice is one person's own. */
  isPrivateVoice: (voiceId: string) => boolean;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export interface CharacterListQuery {
  scope: "own" | "server";
  limit: number;
  cursor: string | undefined;
  q: string | undefined;
}

/** The characters of this server: presets of the repository, and what people made. */
export class CharacterLibrary {
  readonly presets: PresetCast;

  constructor(private readonly options: CharacterLibraryOptions) {
    this.presets = new PresetCast(options.db);
  }

  /** A character the reader may see, in `locale` where it is a preset; null for any other. */
  async find(reader: Actor | null, id: string, locale: Locale): Promise<CastMember | null> {
    const preset = this.presets.find(id, locale);
    if (preset) return preset;
    const row = await findCharacter(this.options.db, reader, id);
    return row && toCastMember(row, locale);
  }

  /** The pictures of those among these characters that the reader may see and that have one, by their ids. */
  async faces(reader: Actor | null, ids: Iterable<string>): Promise<Map<string, string>> {
    const asked = [...new Set(ids)];
    const presets = asked
      .map((id) => this.presets.find(id, DEFAULT_LOCALE))
      .filter((preset) => preset !== null);
    const rows = await listCastRows(this.options.db, reader, asked);
    const pictured = [
      ...presets.map(({ id, image_url }) => [id, image_url] as const),
      ...rows.map((row) => [row.id, pictureAddress(row)] as const),
    ];
    return new Map(pictured.flatMap(([id, face]) => (face ? [[id, face]] : [])));
  }

  /** A character of that very name the reader may see, their own before others; null where there is none. */
  async findNamed(reader: Actor | null, name: string, locale: Locale): Promise<CastMember | null> {
    if (name === "") return null;
    const { characters } = await this.cast(reader, castQuery.parse({ q: name, limit: 100 }), locale);
    const named = characters.filter((card) => card.name === name);
    const card = named.find(({ is_own }) => is_own) ?? named[0];
    return card ? this.find(reader, card.id, locale) : null;
  }

  /** Newest first. A cursor that is none of ours is a VALIDATION_ERROR. */
  async list(reader: Actor | null, query: CharacterListQuery, locale: Locale) {
    const page = { limit: query.limit + 1, before: readTimeCursor(query.cursor), search: query.q };
    const { db } = this.options;
    if (query.scope === "own" && !reader) return { characters: [], next_cursor: null };
    const rows =
      query.scope === "own" && reader
        ? await listCharacters(db, reader, page)
        : await listShownCharacters(db, reader, page);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      characters: shown.map((row) => toCastMember(row, locale)),
      next_cursor: rows.length > query.limit && last ? writeTimeCursor(last) : null,
    };
  }

  /** The lobby's list; see `listCast`. */
  cast(reader: Actor | null, query: CastQuery, locale: Locale): Promise<CastPage> {
    return listCast(this.options.db, this.presets.list(locale), reader, query, locale);
  }

  async create(actor: Actor, input: CreateCharacter, locale: Locale): Promise<CastMember> {
    const draft = changed({ ...emptyDraft(), name: input.name }, input);
    this.#assertShowable(input.visibility, input.voice_id);
    const row = await insertCharacter(this.options.db, actor, {
      ...columnsOf(draft),
      ...this.fresh(),
      visibility: await this.#visibility(actor, input.visibility),
      lorebook: lorebookText(input.lorebook),
      voiceId: input.voice_id || null,
    });
    return toCastMember(row, locale);
  }

  /** Merges. A preset is FORBIDDEN, another's NOT_FOUND, one changed meanwhile CONFLICT with the current one. */
  async change(actor: Actor, id: string, input: ChangeCharacter, locale: Locale): Promise<CastMember> {
    const row = await this.own(actor, id, locale);
    this.#assertShowable(input.visibility ?? row.visibility, input.voice_id ?? row.voiceId);
    const before = draftOf(row);
    const changes = {
      ...columnsOf(changed(before, input)),
      ...(input.lorebook === undefined ? {} : { lorebook: lorebookText(input.lorebook, before.lorebook) }),
      ...(input.voice_id === undefined ? {} : { voiceId: input.voice_id || null }),
      ...(input.visibility === undefined
        ? {}
        : { visibility: await this.#visibility(actor, input.visibility) }),
      updatedAt: this.options.now(),
    };
    const written = await updateCharacter(this.options.db, row, changes, input.version ?? row.version);
    if (!written) {
      const current = await this.own(actor, id, locale);
      throw new AppError("CONFLICT", { details: { current: toCastMember(current, locale) } });
    }
    return toCastMember(written, locale);
  }

  /**
   * Gives a voice to any character the admin may see, presets too; empty: the one it ships with, else the default one.
   * NOT_FOUND for others.
   */
  async giveVoice(admin: Actor, id: string, voiceId: string, locale: Locale): Promise<void> {
    if (this.presets.find(id, locale)) return this.presets.give(id, voiceId);
    const { db, now } = this.options;
    if (!(await setCharacterVoice(db, CASTING, admin, id, voiceId || null, now()))) {
      throw new AppError("NOT_FOUND", { key: "character_not_found" });
    }
  }

  async remove(actor: Actor, id: string, locale: Locale): Promise<void> {
    const removed = await deleteCharacter(this.options.db, await this.own(actor, id, locale));
    if (!removed) return;
    const { row, keys } = removed;
    await this.#forget([row.pictureKey, ...row.assets.map(({ key }) => key), ...keys]);
  }

  /** A copy of any character the actor may see, as their own. */
  async copy(actor: Actor, id: string, locale: Locale): Promise<CastMember> {
    const source = await findCharacter(this.options.db, actor, id);
    if (source) {
      const { ownerId: _owner, version: _version, ...copied } = source;
      const row = await insertCharacter(this.options.db, actor, {
        ...copied,
        ...this.fresh(),
        assets: source.assets,
        visibility: "private",
      });
      return toCastMember(row, locale);
    }
    const preset = this.presets.find(id, locale);
    if (!preset) throw new AppError("NOT_FOUND", { key: "character_not_found" });
    return this.create(actor, { ...preset, persona: "", visibility: "private", lorebook: undefined }, locale);
  }

  /** Takes a picture, judged by its bytes. */
  async setPicture(actor: Actor, id: string, bytes: Uint8Array, locale: Locale): Promise<CastMember> {
    const row = await this.own(actor, id, locale);
    const pictureKey = await this.options.files.putPicture(await readPicture(bytes));
    const changes = { pictureKey, updatedAt: this.options.now() };
    const written = await updateCharacter(this.options.db, row, changes);
    if (row.pictureKey !== pictureKey) await this.#forget([row.pictureKey]);
    if (!written) throw new AppError("NOT_FOUND", { key: "character_not_found" });
    return toCastMember(written, locale);
  }

  /** The picture's WebP; NOT_FOUND where the reader may not see the character, or it has another by now. */
  async picture(reader: Actor | null, id: string, key: string, size: PictureSize): Promise<Uint8Array> {
    const row = await findCharacter(this.options.db, reader, id);
    if (!row || row.pictureKey !== key) throw new AppError("NOT_FOUND");
    return this.options.files.readPicture(key, size);
  }

  favourites(actor: Actor): Promise<string[]> {
    return listFavourites(this.options.db, actor);
  }

  async favour(actor: Actor, id: string, isFavourite: boolean, locale: Locale): Promise<void> {
    if (isFavourite && !(await this.find(actor, id, locale))) {
      throw new AppError("NOT_FOUND", { key: "character_not_found" });
    }
    await setFavourite(this.options.db, actor, id, isFavourite, this.options.now());
  }

  /** What a new row begins with. */
  fresh() {
    const at = this.options.now();
    return { id: randomUUID(), assets: [], createdAt: at, updatedAt: at };
  }

  async isOwn(actor: Actor, id: string): Promise<boolean> {
    return (await findOwnCharacter(this.options.db, actor, id)) !== null;
  }

  /** The actor's own row: FORBIDDEN for a preset and what others show, NOT_FOUND for anything else. */
  async own(actor: Actor, id: string, locale: Locale): Promise<Owned<CharacterRow>> {
    const row = await findCharacter(this.options.db, actor, id);
    const own = ownedBy(actor, row);
    if (own) return own;
    if (row || this.presets.find(id, locale)) throw new AppError("FORBIDDEN", { key: "character_not_yours" });
    throw new AppError("NOT_FOUND", { key: "character_not_found" });
  }

  /** What everyone sees, everyone hears: a private voice would be silent for all but one. */
  #assertShowable(visibility: string | undefined, voiceId: string | null | undefined): void {
    if (visibility === "server" && voiceId && this.options.isPrivateVoice(voiceId)) {
      throw new AppError("VALIDATION_ERROR", { key: "own_voices_shown" });
    }
  }

  async #visibility(actor: Actor, asked: "private" | "server" | undefined): Promise<"private" | "server"> {
    if (asked !== "server") return "private";
    if (!(await this.options.isAdmin(actor))) throw new AppError("FORBIDDEN");
    return "server";
  }

  async #forget(keys: readonly (string | null)[]): Promise<void> {
    for (const key of keys) {
      if (key && !(await isCharacterFileUsed(this.options.db, SWEEPING, key)))
        await this.options.files.remove(key);
    }
  }
}

function lorebookText(
  lorebook: Record<string, unknown> | undefined,
  kept: JsonObject | null = null,
): string | null {
  if (lorebook === undefined || Object.keys(lorebook).length === 0) return null;
  return stringifyCardJson(withKeptValues(lorebook as JsonObject, kept ?? undefined));
}
