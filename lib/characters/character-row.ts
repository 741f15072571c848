import type { CharacterRow } from "@/db/queries/characters";
import { type CastMember, type ChangeCharacter, narration } from "@/lib/contract/character";
import type { Locale } from "@/lib/i18n/locales";
import { isObject, type JsonObject, parseCardJson, toPlain } from "./card/card-json";
import { readText } from "./card/card-text";
import {
  type CardRemainder,
  type CharacterDraft,
  emptyDraft,
  LIST_FIELDS,
  TEXT_FIELDS,
} from "./card/character-draft";
import { fillMacros } from "./card/macros";
import { addressOf } from "./names";
import { buildPersona } from "./persona";

/** What a character's row holds, as a person wrote it. */
export function draftOf(row: Pick<CharacterRow, "name" | "fields" | "lorebook">): CharacterDraft {
  const draft = emptyDraft();
  for (const field of TEXT_FIELDS) {
    const value = row.fields[field];
    if (typeof value === "string") draft[field] = value;
  }
  for (const field of LIST_FIELDS) {
    const value = row.fields[field];
    if (Array.isArray(value)) draft[field] = value;
  }
  draft.name = row.name;
  draft.lorebook = objectOrNull(row.lorebook);
  return draft;
}

/** What its card held beyond that. */
export function remainderOf(row: Pick<CharacterRow, "card">): CardRemainder {
  const card = objectOrNull(row.card);
  const part = (value: unknown): JsonObject => (isObject(value as JsonObject) ? (value as JsonObject) : {});
  return { data: part(card?.data), beside: part(card?.beside) };
}

/** A draft as its row's columns. */
export function columnsOf(
  draft: CharacterDraft,
): Pick<
  CharacterRow,
  "name" | "fields" | "searchText" | "category" | "tags" | "sourceWork" | "firstWords" | "about"
> {
  const { name, lorebook: _lorebook, ...fields } = draft;
  const filled = Object.entries(fields).filter(([, value]) => value.length > 0);
  const searched = [name, draft.category, draft.source_work, ...draft.tags, draft.description.slice(0, 500)];
  return {
    name,
    category: draft.category,
    tags: draft.tags,
    sourceWork: draft.source_work,
    firstWords: draft.first_message.slice(0, LOOKED_AT).toWellFormed(),
    about: draft.description.slice(0, LOOKED_AT).toWellFormed(),
    fields: Object.fromEntries(filled),
    searchText: searched.join("\n").normalize("NFC").toLowerCase(),
  };
}

/** The draft with a person's changes. */
export function changed(draft: CharacterDraft, changes: ChangeCharacter): CharacterDraft {
  const next = { ...draft };
  for (const field of TEXT_FIELDS) next[field] = changes[field] ?? draft[field];
  for (const field of LIST_FIELDS) {
    next[field] = changes[field]?.filter((text) => text.trim() !== "") ?? draft[field];
  }
  return next;
}

/** A row as the lobby and the stage show it. */
export function toCastMember(row: CharacterRow, locale: Locale): CastMember {
  const { lorebook, persona, ...draft } = draftOf(row);
  const instructions = instructionsOf(row);
  return {
    ...draft,
    id: row.id,
    persona: persona || buildPersona(draft, locale),
    has_own_persona: persona !== "",
    lorebook: lorebook && (toPlain(lorebook) as Record<string, unknown>),
    voice_id: row.voiceId ?? "",
    // A card may bring anything.
    narration: narration.catch("dialogue").parse(draft.narration),
    image_url: pictureAddress(row),
    model_url: null,
    visibility: row.visibility,
    is_preset: false,
    version: row.version,
    created_at: new Date(row.createdAt).toISOString(),
    updated_at: new Date(row.updatedAt).toISOString(),
    ...shownLines(
      {
        id: row.id,
        name: row.name,
        nickname: instructions?.nickname ?? "",
        firstWords: draft.first_message,
        about: draft.description,
      },
      locale,
    ),
    scene: { title: "", place: "", situation: draft.worldview.slice(0, 2000), user_role: "" },
    stage: stageOf(row.id),
    ...(instructions ? { instructions } : {}),
  };
}

/** Where its picture is fetched; null without one. */
export function pictureAddress({ id, pictureKey }: Pick<CharacterRow, "id" | "pictureKey">): string | null {
  return pictureKey && `/api/characters/${id}/picture/${pictureKey}`;
}

export function stageOf(id: string): CastMember["stage"] {
  return { gel: gelOf(id), cx: "50%", cy: "38%" };
}

/** The sentence its voice is tried with, and the line under its name. */
export function shownLines(
  {
    id,
    name,
    nickname,
    firstWords,
    about,
  }: Record<"id" | "name", string> & Record<"nickname" | "firstWords" | "about", string | null>,
  locale: Locale,
): Pick<CastMember, "sample_line" | "tagline"> {
  const macros = { char: nickname || name, user: addressOf(locale), random: () => 0, pickSeed: id };
  const said = (text: string, longest: number) =>
    opening(fillMacros(text.slice(0, LOOKED_AT), macros), longest);
  return { sample_line: said(firstWords ?? "", 120) || name, tagline: said(about ?? "", 80) };
}

/** What its card tells the model beyond the fields. */
function instructionsOf(row: Pick<CharacterRow, "card">): CastMember["instructions"] {
  const { data } = remainderOf(row);
  const told = {
    system_prompt: readText(data.system_prompt)?.text ?? "",
    post_history_instructions: readText(data.post_history_instructions)?.text ?? "",
    nickname: readText(data.nickname, 200)?.text ?? "",
  };
  return Object.values(told).some((text) => text.trim() !== "") ? told : undefined;
}

/** A first sentence is looked for in so many characters. */
const LOOKED_AT = 400;
/** Its mark and what closes behind it; a Latin mark ends one only before a blank. */
const SENTENCE_END = /(?:[。！？…]+|[.!?]+(?=["'”’」』)）]*(?:\s|$)))["'”’」』)）]*/u;

/** The first sentence that is spoken or told, without directions. */
function opening(text: string, longest: number): string {
  const plain = text
    .replace(/\*[^*\n]*\*|\([^)\n]*\)|（[^）\n]*）/g, " ")
    .replace(/[^\S ]\s*| \s+/g, " ")
    .trim();
  const end = SENTENCE_END.exec(plain);
  const sentence = end ? plain.slice(0, end.index + end[0].length) : plain;
  return sentence.length > longest ? `${sentence.slice(0, longest - 1)}…` : sentence;
}

/** A stage ground of its own for each character, from the family of the presets'. */
function gelOf(id: string): string {
  const gels = ["#241409", "#12180f", "#210d15", "#0d161d", "#1c160a", "#161020"];
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return gels[sum % gels.length] ?? "#241409";
}

function objectOrNull(json: string | null): JsonObject | null {
  if (json === null) return null;
  const value = parseCardJson(json);
  return isObject(value) ? value : null;
}
