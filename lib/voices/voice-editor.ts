import { createHash, randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import {
  insertVoice,
  listVoiceRevisions,
  removeVoice,
  updateVoice,
  type VoiceChanges,
  type VoiceOwner,
} from "@/db/queries/voices";
import type { Serial } from "@/lib/async/serial";
import { AppError } from "@/lib/contract/app-error";
import {
  type ChangeVoice,
  type CreateVoice,
  MAX_REFERENCES,
  type ReferenceShape,
  type VoiceReferenceClip,
  type VoiceRevisions,
  type VoiceSpec,
  voiceSpec,
} from "@/lib/contract/voices";
import type { FileStore } from "@/lib/storage";
import type { VoiceCatalog } from "./catalog";
import { referenceClip } from "./reference-wav";
import type { Voice } from "./voice";
import { voiceFacts } from "./voice-view";

export interface VoiceEditorOptions {
  db: Database;
  /** Whose voices are edited. */
  owner: VoiceOwner;
  catalog: VoiceCatalog;
  /** Where the clips are. */
  references: FileStore;
  /** One clip at a time is given or taken away, whoever's it is. */
  serial: Serial;
  /** Throws where a new clip is too much for its owner. */
  assertRoom?: (clip: NewClip) => Promise<void>;
  /** Whether an `engine_id` means an engine or a pool there is. */
  knowsEngine: (engineId: string) => boolean;
  now: () => number;
}

/** A clip on its way into a voice that keeps `others`. */
export interface NewClip {
  voiceId: string;
  others: readonly VoiceReferenceClip[];
  file: string;
  bytes: number;
}

/** A recording that becomes a clip, or (`file`) a clip that is kept already; with the words said in it. */
export type GivenReference = ReferenceWords &
  ({ recording: Uint8Array; shape: ReferenceShape } | { file: string });

export interface ReferenceWords {
  prompt_text: string;
  prompt_lang: string;
  emotion: string;
  consent?: string | undefined;
}

/**
 * Makes and changes the voices of the database; the catalog knows of it before it answers. Throws NOT_FOUND,
 * FORBIDDEN (a voice that ships, or is the operator's file's), CONFLICT (another version now), VALIDATION_ERROR.
 */
export class VoiceEditor {
  /** Clips whose bytes came from the owner: whoever has them need not be shown whose they are. */
  readonly #brought = new Set<string>();

  constructor(private readonly options: VoiceEditorOptions) {}

  async create(wish: CreateVoice): Promise<Voice> {
    const { db, now } = this.options;
    const id = randomUUID();
    await insertVoice(db, this.options.owner, {
      id,
      name: wish.name,
      language: wish.language ?? "ko",
      description: wish.description ?? "",
      engineId: this.#engineId(wish.engine_id) ?? null,
      isDefault: wish.is_default ?? false,
      isActive: wish.is_active ?? true,
      mayTravel: wish.may_travel ?? false,
      createdAt: now(),
      spec: await this.#checked(specOf(wish, voiceSpec.parse({}))),
    });
    return this.#fresh(id);
  }

  async change(id: string, wish: ChangeVoice): Promise<Voice> {
    const voice = this.#own(id);
    const spec = await this.#checked(specOf(wish, voice.spec));
    const isSame = JSON.stringify(spec) === JSON.stringify(voice.spec);
    return this.#write(id, wish.version, {
      name: wish.name,
      language: wish.language,
      description: wish.description,
      engineId: this.#engineId(wish.engine_id),
      isDefault: wish.is_default,
      isActive: wish.is_active,
      mayTravel: wish.may_travel,
      ...(isSame ? {} : { spec }),
    });
  }

  /** Every sound it has had, the one of now last. */
  async revisions(id: string): Promise<VoiceRevisions["revisions"]> {
    this.#own(id);
    const rows = await listVoiceRevisions(this.options.db, this.options.owner, id);
    return rows.map(({ revision, createdAt, spec }) => ({
      revision,
      created_at: new Date(createdAt).toISOString(),
      spec: voiceSpec.parse(spec),
    }));
  }

  /** One of its sounds. Throws NOT_FOUND where there is none of that number. */
  async revision(id: string, revision: number): Promise<VoiceSpec> {
    const found = (await this.revisions(id)).find((one) => one.revision === revision);
    if (!found) throw new AppError("NOT_FOUND");
    return found.spec;
  }

  /** `permanent`: it is gone, its clips keep their sound; otherwise it is set inactive. */
  async remove(id: string, permanent: boolean): Promise<void> {
    this.#own(id);
    if (!permanent) {
      await this.#write(id, undefined, { isActive: false, isDefault: false });
      return;
    }
    await removeVoice(this.options.db, this.options.owner, id);
    await this.options.catalog.refresh();
  }

  /**
   * Keeps the clip, unless it is kept already in a voice of the same owner. The first of its mood is replaced, the first
   * neutral one stands before all others.
   */
  addReference(id: string, given: GivenReference): Promise<Voice> {
    return this.options.serial(() => this.#addReference(id, given));
  }

  async #addReference(id: string, given: GivenReference): Promise<Voice> {
    const { spec, version } = this.#own(id);
    const { prompt_text, prompt_lang, emotion, consent } = given;
    const replaced = spec.references.findIndex((clip) => clip.emotion === emotion);
    const others = spec.references.filter((_one, at) => at !== replaced);
    const file = "file" in given ? given.file : await this.#keep(given.recording, given.shape, id, others);
    const added = { id: randomUUID(), file, prompt_text, prompt_lang, emotion, consent };
    if ("file" in given) await this.#checked({ ...spec, references: [added] });
    const references = emotion === "neutral" ? [added, ...others] : [...others, added];
    if (references.length > MAX_REFERENCES) {
      throw new AppError("VALIDATION_ERROR", { key: "reference_too_many", params: { max: MAX_REFERENCES } });
    }
    return this.#write(id, version, { spec: { ...spec, references } });
  }

  /** Stores a recording's clip, where its owner has room for it. */
  async #keep(
    recording: Uint8Array,
    shape: ReferenceShape,
    id: string,
    others: readonly VoiceReferenceClip[],
  ): Promise<string> {
    const bytes = referenceClip(recording, shape);
    await this.options.assertRoom?.({ voiceId: id, others, file: clipFile(bytes), bytes: bytes.byteLength });
    return (await this.keepClip(bytes)).file;
  }

  /** Stores a clip under its content's name; `isNew` where it was not there. */
  async keepClip(bytes: Uint8Array): Promise<{ file: string; isNew: boolean }> {
    const file = clipFile(bytes);
    const { references: store } = this.options;
    const isNew = (await store.size(file)) !== bytes.byteLength;
    if (isNew) await store.write(file, bytes);
    this.#brought.add(file);
    return { file, isNew };
  }

  /** Takes back clips that were stored for a voice which then was not. */
  async dropClips(files: readonly string[]): Promise<void> {
    for (const file of files) await this.options.references.remove(file);
  }

  knowsEngine(engineId: string): boolean {
    return this.options.knowsEngine(engineId);
  }

  /** The bytes of a stored clip; null where there is none of that name the owner may use. */
  async readReference(file: string): Promise<Uint8Array | null> {
    const { references: store } = this.options;
    return !this.#mayUse(file) || (await store.size(file)) === null ? null : store.readBytes(file);
  }

  async #write(id: string, version: number | undefined, changes: Unclear<VoiceChanges>): Promise<Voice> {
    const { db, owner, catalog, now } = this.options;
    const known = Object.entries(changes).filter(([, value]) => value !== undefined);
    const outcome = await updateVoice(db, owner, id, version, Object.fromEntries(known), now());
    await catalog.refresh();
    if (outcome === "written") return this.#fresh(id);
    if (outcome === "missing") throw this.#missing(id);
    throw new AppError("CONFLICT", {
      details: voiceFacts(this.#own(id), "ko", catalog.defaultVoiceId),
    });
  }

  async #fresh(id: string): Promise<Voice> {
    await this.options.catalog.refresh();
    return this.#own(id);
  }

  /** Null: the server. */
  get #ownerId(): string | null {
    const { owner } = this.options;
    return "id" in owner ? owner.id : null;
  }

  #own(id: string): Voice {
    const { catalog } = this.options;
    const ownerId = this.#ownerId;
    const voice = catalog.find(id, ownerId);
    if (!voice || voice.ownerId !== ownerId) throw this.#missing(id);
    if (voice.source !== "database") throw new AppError("FORBIDDEN", { key: "voice_kept_elsewhere" });
    return voice;
  }

  #missing(id: string): AppError {
    const { catalog } = this.options;
    const ownerId = this.#ownerId;
    const known = ownerId === null ? catalog.list() : catalog.ownedBy(ownerId);
    const voices = known.map((voice) => voice.id);
    return new AppError("NOT_FOUND", {
      key: "voice_not_found",
      params: { voice: id, voices: voices.join(", ") },
    });
  }

  /** Null clears it, undefined leaves it. */
  #engineId(asked: string | undefined): string | null | undefined {
    if (asked === undefined) return undefined;
    if (asked === "") return null;
    if (!this.options.knowsEngine(asked))
      throw new AppError("VALIDATION_ERROR", { key: "voice_engine_unknown" });
    return asked;
  }

  /** A person's clips are theirs alone, unless the server has the very same; the server's are not a person's. */
  #mayUse(file: string): boolean {
    if (this.#brought.has(file)) return true;
    const { catalog } = this.options;
    const ownerId = this.#ownerId;
    if (ownerId !== null) return catalog.ownedBy(ownerId).some((voice) => hasClip(voice, file));
    return (
      catalog.list().some((voice) => hasClip(voice, file)) ||
      !catalog.owned().some((voice) => hasClip(voice, file))
    );
  }

  async #checked(spec: VoiceSpec): Promise<VoiceSpec> {
    for (const { file } of spec.references) {
      if (file === undefined) continue;
      const isThere = this.#mayUse(file) && (await this.options.references.size(file)) !== null;
      if (!isThere) throw new AppError("VALIDATION_ERROR", { key: "voice_clip_unknown" });
    }
    return spec;
  }
}

function clipFile(bytes: Uint8Array): string {
  return `${createHash("sha256").update(bytes).digest("hex")}.wav`;
}

function hasClip({ spec }: Voice, file: string): boolean {
  return spec.references.some((reference) => reference.file === file);
}

type Unclear<T> = { [K in keyof T]?: T[K] | undefined };

/** The sound after a change: what is absent stays, references without an id get one. */
function specOf(wish: ChangeVoice, known: VoiceSpec): VoiceSpec {
  const { references, engine_voice, gpt_weights_path, sovits_weights_path, settings, timbre } = wish;
  const changed = { engine_voice, gpt_weights_path, sovits_weights_path, settings, timbre };
  return voiceSpec.parse({
    ...known,
    ...Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)),
    ...(references && { references: references.map((clip) => ({ ...clip, id: clip.id ?? randomUUID() })) }),
  });
}
