import type { Database } from "@/db/client";
import { internal } from "@/db/ownership";
import { ensureUser } from "@/db/queries/users";
import {
  forgetRemovedVoice,
  listRemovedVoices,
  listVoiceSpecs,
  type RemovedVoice,
  takeVoiceAway,
} from "@/db/queries/voices";
import type { Serial } from "@/lib/async/serial";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { ChangeOwnVoice, CreateOwnVoice } from "@/lib/contract/own-voices";
import { voiceSpec } from "@/lib/contract/voices";
import type { FileStore } from "@/lib/storage";
import type { VoiceCatalog } from "./catalog";
import type { Voice } from "./voice";
import { type GivenReference, type NewClip, VoiceEditor } from "./voice-editor";

const SWEEPING = internal("clips no voice has any more are taken away");
const TAKING_AWAY = internal("an admin takes a private voice away");

export interface OwnVoicesOptions {
  db: Database;
  catalog: VoiceCatalog;
  references: FileStore;
  /** The one the server's voices are given clips in. */
  serial: Serial;
  /** Who makes voices of their own. */
  openTo: "nobody" | "accounts" | "everyone";
  /** Of one person: voices, and bytes of their clips together. */
  limits: { voices: number; bytes: number };
  isAdmin: (actor: Actor) => Promise<boolean>;
  now: () => number;
}

/**
 * People's private voices: theirs alone, cloned by whichever engine the server has, gone with their clips. Another's is
 * NOT_FOUND for everybody, admins too; these see whose there are, and may delete one, which its owner is told.
 */
export class OwnVoices {
  constructor(private readonly options: OwnVoicesOptions) {}

  /** Key of the sentence why this person makes none; null where they may. */
  async closedFor(actor: Actor): Promise<"own_voices_off" | "own_voices_sign_in" | null> {
    const { openTo, isAdmin } = this.options;
    if (openTo === "nobody") return "own_voices_off";
    if (actor.kind === "account" || (openTo === "everyone" && actor.kind === "guest")) return null;
    return actor.kind === "guest" && (await isAdmin(actor)) ? null : "own_voices_sign_in";
  }

  /** Throws FORBIDDEN for whom they are closed. */
  async assertOpen(actor: Actor): Promise<void> {
    const key = await this.closedFor(actor);
    if (key) throw new AppError("FORBIDDEN", { key });
  }

  get limits(): OwnVoicesOptions["limits"] {
    return this.options.limits;
  }

  /** One of their own; throws NOT_FOUND for any other. */
  find(actor: Actor, id: string): Voice {
    const voice = this.list(actor).find((one) => one.id === id);
    if (!voice) throw new AppError("NOT_FOUND");
    return voice;
  }

  list(actor: Actor): readonly Voice[] {
    return this.options.catalog.ownedBy(actor.id);
  }

  async used(actor: Actor): Promise<{ voices: number; bytes: number }> {
    const voices = this.list(actor);
    return { voices: voices.length, bytes: await this.#bytesOf(voices) };
  }

  /** What there is of everybody's. */
  async totals(): Promise<{ people: number; voices: number; bytes: number }> {
    const voices = this.options.catalog.owned();
    const people = new Set(voices.map(({ ownerId }) => ownerId)).size;
    return { people, voices: voices.length, bytes: await this.#bytesOf(voices) };
  }

  /** Everybody's, oldest first; for admins. */
  listAll(): readonly Voice[] {
    return this.options.catalog.owned();
  }

  /** Bytes of one voice's clips. */
  bytesOf(voice: Voice): Promise<number> {
    return this.#bytesOf([voice]);
  }

  create(actor: Actor, { name, language, description }: CreateOwnVoice): Promise<Voice> {
    const { serial, db, limits, now } = this.options;
    return serial(async () => {
      await this.assertOpen(actor);
      if (this.list(actor).length >= limits.voices) {
        throw new AppError("CONFLICT", { key: "own_voices_full", params: { limit: limits.voices } });
      }
      await ensureUser(db, actor, now());
      return this.#editor(actor).create({ name, language, description });
    });
  }

  change(
    actor: Actor,
    id: string,
    { name, language, description, may_travel, version }: ChangeOwnVoice,
  ): Promise<Voice> {
    return this.#editor(actor).change(id, { name, language, description, may_travel, version });
  }

  /** Throws VALIDATION_ERROR where nobody says whose voice it is, CONFLICT where it is one clip too many. */
  async addReference(actor: Actor, id: string, given: GivenReference): Promise<Voice> {
    await this.assertOpen(actor);
    if (!given.consent?.trim()) throw new AppError("VALIDATION_ERROR", { key: "own_voices_consent" });
    const before = this.#files(this.list(actor));
    const voice = await this.#editor(actor).addReference(id, given);
    await this.#sweep(before);
    return voice;
  }

  async removeReference(actor: Actor, id: string, referenceId: string): Promise<Voice> {
    const editor = this.#editor(actor);
    const voice = this.find(actor, id);
    const references = voice.spec.references.filter((clip) => clip.id !== referenceId);
    if (references.length === voice.spec.references.length) throw new AppError("NOT_FOUND");
    const before = this.#files([voice]);
    const changed = await editor.change(id, { references, version: voice.version });
    await this.#sweep(before);
    return changed;
  }

  /** One of their own; or the note that an admin deleted it, which was read. */
  async remove(actor: Actor, id: string): Promise<void> {
    if (await forgetRemovedVoice(this.options.db, actor, id)) return;
    const before = this.#files([this.find(actor, id)]);
    await this.#editor(actor).remove(id, true);
    await this.#sweep(before);
  }

  /** Somebody's, by an admin: its owner is told. Throws NOT_FOUND. */
  async removeForAdmin(id: string): Promise<void> {
    const { db, catalog, now } = this.options;
    const voice = this.listAll().find((one) => one.id === id);
    if (!voice) throw new AppError("NOT_FOUND");
    const before = this.#files([voice]);
    const note = { id, name: voice.name.ko, removedAt: now() };
    if (!(await takeVoiceAway(db, TAKING_AWAY, note))) throw new AppError("NOT_FOUND");
    await catalog.refresh();
    await this.#sweep(before);
  }

  /** What an admin deleted of theirs, until they have read it. */
  removedOf(actor: Actor): Promise<RemovedVoice[]> {
    return listRemovedVoices(this.options.db, actor);
  }

  async removeAll(actor: Actor): Promise<void> {
    for (const { id } of this.list(actor)) await this.remove(actor, id);
  }

  /** The bytes of a clip of one's own; NOT_FOUND for any other. */
  async readReference(actor: Actor, id: string, referenceId: string): Promise<Uint8Array> {
    const clip = this.find(actor, id).spec.references.find((one) => one.id === referenceId);
    const bytes = clip?.file ? await this.#editor(actor).readReference(clip.file) : null;
    if (!bytes) throw new AppError("NOT_FOUND");
    return bytes;
  }

  #editor(actor: Actor): VoiceEditor {
    const { db, catalog, references, serial, now } = this.options;
    return new VoiceEditor({
      db,
      owner: actor,
      catalog,
      references,
      serial,
      knowsEngine: () => false,
      assertRoom: (clip) => this.#assertRoom(actor, clip),
      now,
    });
  }

  async #assertRoom(actor: Actor, { voiceId, others, file, bytes }: NewClip): Promise<void> {
    const { limits } = this.options;
    const kept = this.list(actor).filter(({ id }) => id !== voiceId);
    const files = this.#files(kept);
    for (const other of others) if (other.file) files.add(other.file);
    files.delete(file);
    if ((await this.#sizeOf(files)) + bytes <= limits.bytes) return;
    const limit = Math.round(limits.bytes / 1e6);
    throw new AppError("CONFLICT", { key: "own_voices_too_large", params: { limit } });
  }

  #files(voices: readonly Voice[]): Set<string> {
    return new Set(voices.flatMap(({ spec }) => spec.references.flatMap(({ file }) => file ?? [])));
  }

  #bytesOf(voices: readonly Voice[]): Promise<number> {
    return this.#sizeOf(this.#files(voices));
  }

  async #sizeOf(files: ReadonlySet<string>): Promise<number> {
    let bytes = 0;
    for (const file of files) bytes += (await this.options.references.size(file)) ?? 0;
    return bytes;
  }

  /** Takes those clips off the disk that no voice has now, and none of the server's ever had. */
  #sweep(candidates: ReadonlySet<string>): Promise<void> {
    const { serial, db, catalog, references } = this.options;
    return serial(async () => {
      const left = new Set(candidates);
      for (const file of this.#files([...catalog.list(), ...catalog.owned()])) left.delete(file);
      for (const { ownerId, spec } of left.size > 0 ? await listVoiceSpecs(db, SWEEPING) : []) {
        if (ownerId !== null) continue;
        for (const { file } of voiceSpec.parse(spec).references) if (file) left.delete(file);
      }
      for (const file of left) await references.remove(file);
    });
  }
}
