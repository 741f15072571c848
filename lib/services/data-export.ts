import "server-only";
import type { Database } from "@/db/client";
import { listOwned } from "@/db/queries/accounts";
import { listFavourites } from "@/db/queries/characters";
import { type AudioFile, listAudioFilesAfter } from "@/db/queries/clips";
import { findUser } from "@/db/queries/users";
import type { Actor } from "@/lib/auth/actor";
import { apiKeysOf } from "@/lib/auth/api-keys";
import type { CardExchange, CardVoices } from "@/lib/characters";
import { AppError } from "@/lib/contract/app-error";
import type { Conversation } from "@/lib/conversation";
import type { Locale } from "@/lib/i18n/locales";
import type { ClipStore } from "@/lib/speech/clips";
import { recipe } from "@/lib/speech/recipe";
import type { OwnVoices } from "@/lib/voices";
import type { Personas } from "./personas";
import type { UserSettingsKeeper } from "./user-settings";
import { type ZipEntry, zipStream } from "./zip-stream";

export interface DataExportOptions {
  db: Database;
  conversation: Conversation;
  cards: CardExchange;
  cardVoices: CardVoices;
  clips: ClipStore;
  ownVoices: OwnVoices;
  personas: Personas;
  userSettings: UserSettingsKeeper;
  now: () => number;
  /** Of the sounds together; a zip of this kind ends at 4 GiB. */
  maxSoundBytes?: number;
}

const PAGE = 200;
const MAX_SOUND_BYTES = 3.75 * 2 ** 30;
/** What is asked for again while one is under way. */
const RETRY_MS = 30_000;

/** Everything a person owns, as one zip: JSON, character cards, sounds. */
export class DataExport {
  /** Who is being served: one at a time for each. */
  readonly #running = new Set<string>();

  constructor(private readonly options: DataExportOptions) {}

  /**
   * The zip's bytes, made while they are read. FORBIDDEN for the principal that is nobody, RATE_LIMITED while one is
   * under way for the same person. What is deleted meanwhile is left out.
   */
  open(actor: Actor, locale: Locale): AsyncGenerator<Uint8Array> {
    if (actor.kind === "anonymous") throw new AppError("FORBIDDEN");
    if (this.#running.has(actor.id)) throw new AppError("RATE_LIMITED", { retryAfterMs: RETRY_MS });
    return this.#bytes(actor, locale);
  }

  async *#bytes(actor: Actor, locale: Locale): AsyncGenerator<Uint8Array> {
    this.#running.add(actor.id);
    try {
      yield* zipStream(this.#entries(actor, locale));
    } finally {
      this.#running.delete(actor.id);
    }
  }

  async *#entries(actor: Actor, locale: Locale): AsyncGenerator<ZipEntry> {
    const modifiedAt = new Date(this.options.now());
    const json = (path: string, value: unknown): ZipEntry => ({
      path,
      modifiedAt,
      content: `${JSON.stringify(value, null, 2)}\n`,
    });
    const owned = await listOwned(this.options.db, actor);
    yield json("account.json", await this.#account(actor));
    for (const id of owned.characters) yield* this.#character(actor, id, locale, modifiedAt);
    for (const id of owned.plays) yield* this.#play(actor, id, modifiedAt, json);
    yield* this.#voices(actor, modifiedAt, json);
    yield* this.#waitingVoices(actor, modifiedAt, json);
    yield* this.#sounds(actor, modifiedAt);
  }

  async #account(actor: Actor) {
    const { db, ownVoices, personas, userSettings } = this.options;
    const user = await findUser(db, actor.id);
    return {
      id: actor.id,
      kind: actor.kind,
      name: user?.name ?? null,
      email: user?.email ?? null,
      created_at: user && new Date(user.createdAt).toISOString(),
      exported_at: new Date(this.options.now()).toISOString(),
      settings: await userSettings.of(actor),
      personas: await personas.list(actor),
      favourites: await listFavourites(db, actor),
      // The keys themselves are nowhere: only what they are called.
      keys: (await apiKeysOf(db, actor)).map(({ id, name, createdAt }) => ({
        id,
        name,
        created_at: new Date(createdAt).toISOString(),
      })),
      // What an admin deleted, until its owner has read so.
      removed_voices: (await ownVoices.removedOf(actor)).map(({ id, name, removedAt }) => ({
        id,
        name,
        removed_at: new Date(removedAt).toISOString(),
      })),
    };
  }

  /** As a card with its picture, and as a package where it has further files. */
  async *#character(actor: Actor, id: string, locale: Locale, modifiedAt: Date): AsyncGenerator<ZipEntry> {
    for (const format of ["png", "charx"] as const) {
      const card = await ifThere(this.options.cards.export(actor, id, format, locale));
      if (!card) return;
      const path = `characters/${named(card.fileName.replace(/\.\w+$/, ""), id)}.${format}`;
      yield { path, modifiedAt, content: once(card.bytes) };
    }
  }

  async *#play(
    actor: Actor,
    id: string,
    modifiedAt: Date,
    json: (path: string, value: unknown) => ZipEntry,
  ): AsyncGenerator<ZipEntry> {
    const { conversation } = this.options;
    const { memory } = conversation;
    let folder = "";
    for (const format of ["json", "jsonl"] as const) {
      const play = await ifThere(conversation.exportPlay(actor, id, format));
      if (!play || !("text" in play)) return;
      folder = `plays/${named(play.title, id)}`;
      yield { path: `${folder}/play.${format}`, modifiedAt, content: play.text };
    }
    const told = await ifThere(
      Promise.all([memory.summary(actor, id), memory.pins(actor, id), memory.promptSettings(actor, id)]),
    );
    if (!told) return;
    const [summary, { pins }, prompt] = told;
    yield json(`${folder}/memory.json`, { summary, pins, prompt });
  }

  /** Private voices, each with its clips and the words said in them. */
  async *#voices(
    actor: Actor,
    modifiedAt: Date,
    json: (path: string, value: unknown) => ZipEntry,
  ): AsyncGenerator<ZipEntry> {
    const { ownVoices } = this.options;
    for (const { id, name, language, description, spec } of ownVoices.list(actor)) {
      const folder = `voices/${named(name.ko, id)}`;
      const clips = spec.references.map(({ file: _, ...words }) => ({ ...words, audio: `${words.id}.wav` }));
      yield json(`${folder}/voice.json`, { id, name: name.ko, language, description: description.ko, clips });
      for (const { id: clip, audio } of clips) {
        yield* fileOf(`${folder}/${audio}`, modifiedAt, ownVoices.readReference(actor, id, clip));
      }
    }
  }

  /** Voices that came in with cards and wait for an admin, each with its clips. */
  async *#waitingVoices(
    actor: Actor,
    modifiedAt: Date,
    json: (path: string, value: unknown) => ZipEntry,
  ): AsyncGenerator<ZipEntry> {
    const { cardVoices } = this.options;
    for (const { id, characterId, name, language, clips } of await cardVoices.waitingOf(actor)) {
      const folder = `voices/waiting/${named(name, id)}`;
      const told = clips.map(({ key: _, promptText, promptLang, ...clip }, at) => ({
        ...clip,
        prompt_text: promptText,
        prompt_lang: promptLang,
        audio: `${at}.wav`,
      }));
      yield json(`${folder}/voice.json`, { id, character_id: characterId, name, language, clips: told });
      for (const [at, { audio }] of told.entries()) {
        yield* fileOf(`${folder}/${audio}`, modifiedAt, cardVoices.readClip(id, at));
      }
    }
  }

  /** Every sound that is on the disk, by the id the plays call it by, and what each says. */
  async *#sounds(actor: Actor, modifiedAt: Date): AsyncGenerator<ZipEntry> {
    const { clips, maxSoundBytes = MAX_SOUND_BYTES } = this.options;
    let left = maxSoundBytes;
    for await (const { id, clipKey } of this.#files(actor)) {
      const stored = await clips.openStored(clipKey);
      if (!stored || stored.bytes > left) continue;
      const content = await stored.stream().catch(() => null);
      if (!content) continue;
      left -= stored.bytes;
      yield { path: `audio/${id}.wav`, modifiedAt: new Date(stored.createdAt), content };
    }
    yield { path: "audio/index.jsonl", modifiedAt, content: this.#texts(actor) };
  }

  async *#texts(actor: Actor): AsyncGenerator<Uint8Array> {
    for await (const { id, recipe: kept, createdAt } of this.#files(actor)) {
      const made = recipe.safeParse(kept).data;
      const text = made?.kind === "line" ? made.parts.map((part) => part.text).join(" ") : made?.text;
      const line = JSON.stringify({ id, text, created_at: new Date(createdAt).toISOString() });
      yield Buffer.from(`${line}\n`, "utf8");
    }
  }

  /** Page by page: a person may have a hundred thousand. */
  async *#files(actor: Actor): AsyncGenerator<AudioFile> {
    let page: AudioFile[] = [];
    do {
      page = await listAudioFilesAfter(this.options.db, actor, page.at(-1)?.id ?? null, PAGE);
      yield* page;
    } while (page.length === PAGE);
  }
}

/** A file of the export; none where it is not there any more. */
async function* fileOf(
  path: string,
  modifiedAt: Date,
  reading: Promise<Uint8Array>,
): AsyncGenerator<ZipEntry> {
  const bytes = await ifThere(reading);
  if (bytes) yield { path, modifiedAt, content: once(bytes) };
}

/** Null for what is not there any more. */
async function ifThere<T>(thing: Promise<T>): Promise<T | null> {
  return thing.catch((error) => {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A name every file system takes, told apart from others of the same name. */
function named(name: string, id: string): string {
  const safe = name
    .toWellFormed()
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, "_")
    .replace(/^[. ]+|[. ]+$/g, "")
    .slice(0, 60);
  return `${safe.trim() || "play"}-${id.replace(/[^A-Za-z0-9]/g, "").slice(0, 12)}`;
}
