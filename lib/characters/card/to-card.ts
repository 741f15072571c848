import { CARD_LISTS, CARD_TEXTS, EXTENSION, EXTENSION_LISTS, EXTENSION_TEXTS } from "./card-fields";
import { isObject, type JsonObject } from "./card-json";
import type { CardRemainder, CharacterDraft } from "./character-draft";

/** A character as a card of the third version. `voice`: what of its voice may travel. */
export function toCard(draft: CharacterDraft, remainder: CardRemainder, voice?: JsonObject): JsonObject {
  return {
    ...remainder.beside,
    spec: "chara_card_v3",
    spec_version: "3.0",
    data: toData(draft, remainder, voice),
  };
}

/** The same for readers of the second version: other signs, and the fields of the first beside them. */
export function toV2Card(draft: CharacterDraft, remainder: CardRemainder, voice?: JsonObject): JsonObject {
  const data = toData(draft, remainder, voice);
  const flat = Object.fromEntries(CARD_TEXTS.map(([theirs]) => [theirs, data[theirs] ?? ""]));
  return { ...flat, ...remainder.beside, spec: "chara_card_v2", spec_version: "2.0", data };
}

function toData(draft: CharacterDraft, remainder: CardRemainder, voice: JsonObject | undefined): JsonObject {
  const own: JsonObject = {};
  for (const field of EXTENSION_TEXTS) if (draft[field] !== "") own[field] = draft[field];
  for (const field of EXTENSION_LISTS) if (draft[field].length > 0) own[field] = draft[field];
  const { [EXTENSION]: came, ...others } = isObject(remainder.data.extensions)
    ? remainder.data.extensions
    : {};
  const kept = isObject(came) && isObject(came.voice) ? came.voice : null;
  const isSame = voice === undefined || voice.voice_id === kept?.voice_id;
  if (voice || kept) own.voice = { ...(isSame ? kept : {}), ...voice };
  const required = { creator_notes: "", system_prompt: "", post_history_instructions: "", creator: "" };
  return {
    ...required,
    character_version: "",
    ...remainder.data,
    ...Object.fromEntries(CARD_TEXTS.map(([theirs, ours]) => [theirs, draft[ours]])),
    ...Object.fromEntries(
      CARD_LISTS.map((field) => [
        field,
        draft[field].length > 0 ? draft[field] : (remainder.data[field] ?? []),
      ]),
    ),
    ...(draft.lorebook ? { character_book: draft.lorebook } : {}),
    extensions: { ...others, ...(Object.keys(own).length > 0 ? { [EXTENSION]: own } : {}) },
  };
}
