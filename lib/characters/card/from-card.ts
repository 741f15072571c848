import { ImportReport } from "@/lib/contract/import-report";
import { internalAssets, isRemote } from "./card-assets";
import { cardError } from "./card-error";
import { CARD_LISTS, CARD_TEXTS, EXTENSION, EXTENSION_LISTS, EXTENSION_TEXTS } from "./card-fields";
import { isObject, type JsonObject, type JsonValue } from "./card-json";
import { holdsMarkup, readText, readTexts } from "./card-text";
import { withoutSounds } from "./card-voice";
import { type CardRemainder, type CharacterDraft, emptyDraft, type TextField } from "./character-draft";

export type CardVersion = 1 | 2 | 3;

export interface ImportedCard {
  version: CardVersion;
  draft: CharacterDraft;
  remainder: CardRemainder;
  /** What another server of this kind said of the voice; nothing of it is used before it is looked at. */
  voice: JsonObject | null;
  /** The sounds it brought; they do not leave with the character again. */
  sounds: JsonObject[];
  report: ImportReport;
}

const V1_SIGNS = ["description", "personality", "scenario", "first_mes", "mes_example", "char_name"];

/** Required by the formats, say nothing when empty. */
const SILENT_WHEN_EMPTY = [
  "creator_notes",
  "system_prompt",
  "post_history_instructions",
  "creator",
  "character_version",
];

/** Which version of the format a card is written in; null where it is no character card. Newer ones count as 3. */
export function cardVersion(card: JsonObject): CardVersion | null {
  if (isObject(card.data)) {
    if (card.spec === "chara_card_v2") return 2;
    if (typeof card.spec === "string" && /^chara_card_v\d/.test(card.spec)) return 3;
    // Written by hand: the wrapper without its sign.
    return card.spec === undefined && "first_mes" in card.data ? 2 : null;
  }
  return V1_SIGNS.some((field) => typeof card[field] === "string") ? 1 : null;
}

/**
 * A card as a character and what it holds beyond one. `fallbackName` (the file's name) stands in for an empty name.
 * Throws the card error `card_not_a_card`.
 */
export function fromCard(card: JsonObject, fallbackName: string): ImportedCard {
  const version = cardVersion(card);
  if (version === null) throw cardError("card_not_a_card");
  const { data, beside } = split(card, version);
  const report = new ImportReport();
  const draft = emptyDraft();
  const extensions = isObject(data.extensions) ? data.extensions : {};
  const own = isObject(extensions[EXTENSION]) ? extensions[EXTENSION] : {};

  for (const [theirs, ours] of CARD_TEXTS) takeText(draft, ours, data[theirs], theirs, report);
  for (const field of EXTENSION_TEXTS) takeText(draft, field, own[field], field, report);
  for (const field of CARD_LISTS) draft[field] = readTexts(data[field], { isTags: field === "tags" });
  for (const field of EXTENSION_LISTS) draft[field] = readTexts(own[field]);
  if (isObject(data.character_book)) {
    draft.lorebook = data.character_book;
    report.add("kept", "character_book");
  }
  nameIt(draft, fallbackName, report);
  const { voice, sounds } = isObject(own.voice) ? withoutSounds(own.voice) : { voice: null, sounds: [] };
  const remainder = remainderOf(data, extensions, beside, report);
  // Whatever of it can be used here, it leaves with the character as it came.
  if (voice) {
    const others = isObject(remainder.data.extensions) ? remainder.data.extensions : {};
    remainder.data.extensions = { ...others, [EXTENSION]: { voice } };
  }
  return { version, draft, remainder, voice, sounds, report };
}

function takeText(
  draft: CharacterDraft,
  field: TextField,
  value: JsonValue | undefined,
  part: string,
  report: ImportReport,
): void {
  if (value === undefined || value === null || value === "") return;
  const read = readText(value);
  if (read === null) {
    report.add("dropped", part, "not_text");
    return;
  }
  draft[field] = read.text;
  if (read.change === "made_safe") report.add("made_safe", part, "control_characters");
  else if (read.change) report.add("changed", part, read.change);
  else if (holdsMarkup(read.text)) report.add("made_safe", part, "shown_as_text");
  else report.add("kept", part);
}

function nameIt(draft: CharacterDraft, fallbackName: string, report: ImportReport): void {
  const name = draft.name.replace(/\s+/g, " ").trim().slice(0, 200);
  draft.name = name || fallbackName.trim().slice(0, 200);
  if (draft.name === "") throw cardError("card_not_a_card");
  if (name === "") report.add("changed", "name", "name_from_file");
}

/** The first version is flat: what is not a field of its own stands beside. */
function split(card: JsonObject, version: CardVersion): { data: JsonObject; beside: JsonObject } {
  const flat = new Set<string>(CARD_TEXTS.map(([theirs]) => theirs));
  const beside = without(card, new Set([...flat, "spec", "spec_version", "data"]));
  if (version !== 1) return { data: isObject(card.data) ? card.data : {}, beside };
  const lists = new Set<string>([...CARD_LISTS, "character_book", "extensions"]);
  const data = Object.fromEntries(Object.entries(card).filter(([key]) => flat.has(key) || lists.has(key)));
  // Written by tools of the first days.
  const aliases: JsonObject = {
    name: data.name ?? card.char_name ?? "",
    description: data.description ?? card.char_persona ?? "",
    scenario: data.scenario ?? card.world_scenario ?? "",
    first_mes: data.first_mes ?? card.char_greeting ?? "",
    mes_example: data.mes_example ?? card.example_dialogue ?? "",
  };
  const known = new Set([...lists, "char_name", "char_persona", "world_scenario", "char_greeting"]);
  known.add("example_dialogue");
  return { data: { ...data, ...aliases }, beside: without(beside, known) };
}

function remainderOf(
  data: JsonObject,
  extensions: JsonObject,
  beside: JsonObject,
  report: ImportReport,
): CardRemainder {
  const owned = new Set<string>([...CARD_TEXTS.map(([theirs]) => theirs), ...CARD_LISTS]);
  const rest = without(data, owned.add("character_book").add("extensions"));
  for (const field of SILENT_WHEN_EMPTY) if (isEmpty(rest[field])) delete rest[field];
  const others = without(extensions, new Set([EXTENSION]));
  for (const name of Object.keys(others)) report.add("kept", `extensions.${name}`);
  for (const name of Object.keys(rest)) if (name !== "assets") report.add("kept", name);
  if (Array.isArray(rest.assets)) {
    rest.assets = internalAssets(rest.assets);
    if (rest.assets.some(isRemote)) report.add("made_safe", "assets", "remote");
  }
  if (Object.keys(others).length > 0) rest.extensions = others;
  return { data: rest, beside };
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === "" || value === null || (Array.isArray(value) && value.length === 0);
}

function without(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !names.has(key)));
}
