import "server-only";
import type { Database } from "@/db/client";
import { findCharacter, insertCharacter } from "@/db/queries/characters";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { CastMember } from "@/lib/contract/character";
import { ImportReport, type ReportEntry } from "@/lib/contract/import-report";
import type { Locale } from "@/lib/i18n/locales";
import { cardError } from "./card/card-error";
import { isObject, type JsonObject, stringifyCardJson } from "./card/card-json";
import { packVoice, soundPath, type TravellingVoice } from "./card/card-voice";
import { type CardRemainder, type CharacterDraft, emptyDraft } from "./card/character-draft";
import { cardVersion, fromCard } from "./card/from-card";
import { toCharacterBook } from "./card/lorebook-file";
import { type CardFile, readCardFile } from "./card/read-card";
import { toCard, toV2Card } from "./card/to-card";
import { namedAssets, writeCardJson, writeCardPng, writeCharx } from "./card/write-card";
import type { CardVoices } from "./card-voices";
import type { CharacterFiles } from "./character-files";
import type { CharacterLibrary } from "./character-library";
import { changed, columnsOf, draftOf, remainderOf, toCastMember } from "./character-row";
import { readPicture, toPng } from "./picture";

export interface CardExchangeOptions {
  db: Database;
  files: CharacterFiles;
  library: CharacterLibrary;
  /** The bytes of a portrait that ships, by its address. */
  readPortrait: (imageUrl: string) => Promise<Uint8Array>;
  /** Whether this person can use a voice of this id here. */
  hasVoice: (voiceId: string, userId: string) => boolean;
  /** Where the voices of cards wait. */
  brought: CardVoices;
  /** The voice of this id with its clips, as this person has it; null where its owner does not let it leave. */
  travelling: (voiceId: string, userId: string | null) => Promise<TravellingVoice | null>;
}

export interface ImportedCharacter {
  character: CastMember;
  report: readonly ReportEntry[];
}

export interface ExportedCard {
  bytes: Uint8Array;
  mediaType: string;
  fileName: string;
}

export type CardExportFormat = "png" | "json" | "charx";

/** Characters that come in as files, and leave as files. */
export class CardExchange {
  constructor(private readonly options: CardExchangeOptions) {}

  /**
   * A card (or a lorebook, as a character that is only its book) as a new character of the actor's, with what became of
   * each part. Nothing is ever replaced. Throws the card errors; nothing is stored then.
   */
  async import(
    actor: Actor,
    bytes: Uint8Array,
    fileName: string,
    locale: Locale,
  ): Promise<ImportedCharacter> {
    const file = readCardFile(bytes);
    const name = fileName.replace(/^.*[\\/]/, "").replace(/\.[A-Za-z0-9]{1,5}$/, "");
    const { draft, remainder, report, voice, sounds } = this.#read(file, name);
    for (const { path, reason } of file.passedOver) report.add("dropped", path, reason);
    const { db, files, library, hasVoice, brought } = this.options;

    const voiceId =
      typeof voice?.voice_id === "string" && hasVoice(voice.voice_id, actor.id) ? voice.voice_id : null;
    if (voice && voiceId === null) report.add("changed", "voice", "voice_waits");
    const named = namedAssets(remainder.data, file.assets);
    const heard = new Set(sounds.map(soundPath));
    for (const path of file.assets.keys()) {
      if (!named.has(path) && !heard.has(path)) report.add("dropped", path, "not_run");
    }
    if (voiceId !== null && sounds.length > 0) report.add("dropped", "voice.references", "voice_is_here");
    const waiting =
      voice && voiceId === null
        ? await brought.take(actor, { sounds, voice, files: file.assets }, draft.name, report)
        : null;
    const pictureKey = await this.#picture(file, remainder, named, report);
    const assets: { path: string; key: string }[] = [];
    for (const [path, content] of named) assets.push({ path, key: await files.putAsset(content) });

    const character = {
      ...columnsOf(draft),
      ...library.fresh(),
      lorebook: draft.lorebook && stringifyCardJson(draft.lorebook),
      card: stringifyCardJson({ data: remainder.data, beside: remainder.beside }),
      voiceId,
      pictureKey,
      assets,
    };
    const row = await insertCharacter(db, actor, character, waiting);
    return { character: toCastMember(row, locale), report: report.entries };
  }

  /** Any character the reader may see, as a file. NOT_FOUND for others. */
  async export(
    reader: Actor | null,
    id: string,
    format: CardExportFormat,
    locale: Locale,
  ): Promise<ExportedCard> {
    const { draft, remainder, picture, assets, voiceId } = await this.#load(reader, id, locale);
    const voice: JsonObject | undefined = voiceId ? { voice_id: voiceId } : undefined;
    const clips = await this.#clips(voiceId, reader, format);
    const card = {
      v2: toV2Card(draft, remainder, voice),
      v3: toCard(draft, remainder, voice && { ...voice, ...clips?.member }),
      assets: new Map([...assets, ...(clips?.files ?? [])]),
    };
    const named = (extension: string) =>
      `${draft.name.replace(/[\\/:*?"<>|\p{Cc}]/gu, "_").slice(0, 80)}.${extension}`;
    if (format === "json") {
      const bytes = Buffer.from(writeCardJson(card), "utf8");
      return { bytes, mediaType: "application/json", fileName: named("json") };
    }
    const png = await toPng(picture);
    if (format === "png") {
      return { bytes: writeCardPng(card, png), mediaType: "image/png", fileName: named("png") };
    }
    const bytes = writeCharx(card, { bytes: png, ext: "png" });
    return { bytes, mediaType: "application/zip", fileName: named("charx") };
  }

  /** What of the voice leaves besides its id. */
  async #clips(voiceId: string | null, reader: Actor | null, format: CardExportFormat) {
    const voice = voiceId ? await this.options.travelling(voiceId, reader?.id ?? null) : null;
    return voice && packVoice(voice, format === "json" ? "json" : "files");
  }

  #read(file: CardFile, name: string) {
    if (cardVersion(file.card) === null) {
      const book = toCharacterBook(file.card, name);
      if (!book || name.trim() === "") throw cardError("card_not_a_card");
      const report = new ImportReport();
      report.add("changed", "character_book", "format_converted");
      const draft = { ...emptyDraft(), name: name.slice(0, 200), lorebook: book };
      const remainder: CardRemainder = { data: {}, beside: {} };
      return { draft, remainder, report, voice: null, sounds: [] };
    }
    return fromCard(file.card, name);
  }

  /** The picture of the file, else its main icon; a picture that cannot be read is told and left out. */
  async #picture(
    file: CardFile,
    remainder: CardRemainder,
    named: ReadonlyMap<string, Uint8Array>,
    report: ImportReport,
  ): Promise<string | null> {
    const bytes = iconOf(remainder.data, named) ?? file.picture;
    if (!bytes) return null;
    try {
      const key = await this.options.files.putPicture(await readPicture(bytes));
      report.add("kept", "picture");
      return key;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      report.add("dropped", "picture", error.code === "PAYLOAD_TOO_LARGE" ? "too_large" : "broken");
      return null;
    }
  }

  async #load(reader: Actor | null, id: string, locale: Locale) {
    const { db, files, library, readPortrait } = this.options;
    const preset = library.presets.find(id, locale);
    if (preset) {
      const draft: CharacterDraft = {
        ...changed(emptyDraft(), { ...preset, lorebook: undefined }),
        persona: "",
      };
      const picture = await readPortrait(preset.image_url ?? "");
      const assets = new Map<string, Uint8Array>();
      const remainder: CardRemainder = { data: {}, beside: {} };
      return { draft, remainder, picture, assets, voiceId: preset.voice_id };
    }
    const row = await findCharacter(db, reader, id);
    if (!row) throw new AppError("NOT_FOUND", { key: "character_not_found" });
    const assets = new Map<string, Uint8Array>();
    for (const { path, key } of row.assets) assets.set(path, await files.readAsset(key));
    const picture = row.pictureKey
      ? await files.readPicture(row.pictureKey, "stage")
      : blankPicture(row.name);
    return { draft: draftOf(row), remainder: remainderOf(row), picture, assets, voiceId: row.voiceId };
  }
}

function iconOf(data: JsonObject, named: ReadonlyMap<string, Uint8Array>): Uint8Array | null {
  const assets = Array.isArray(data.assets) ? data.assets.filter(isObject) : [];
  const icons = assets.filter(({ type }) => type === "icon");
  const main = icons.find(({ name }) => name === "main") ?? icons[0];
  const path = typeof main?.uri === "string" ? main.uri.replace(/^embeded:\/\//, "") : "";
  return named.get(path) ?? null;
}

/** A card needs a picture: the stage's light, where the character has none. */
function blankPicture(name: string): Buffer {
  const initial = [...name][0]?.replace(/[<>&"]/g, "") ?? "";
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="#1b1613"/><circle cx="256" cy="230" r="170" fill="#c9924a"/><text x="256" y="290" font-size="170" text-anchor="middle" font-family="serif" fill="#1b1613">${initial}</text></svg>`,
  );
}
