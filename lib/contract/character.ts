import { z } from "zod";
import { optionalText, pageQuery } from "./fields";

/** What of a line is spoken: what is said, stage directions too, or those in a narrator's voice. */
export const NARRATIONS = ["dialogue", "everything", "narrator"] as const;
export const narration = z.enum(NARRATIONS);

/** A character as the API answers it: every text field there, presets in the request's language. */
export const character = z.object({
  id: z.string(),
  name: z.string(),
  persona: z.string(),
  description: z.string(),
  gender: z.string(),
  species: z.string(),
  age: z.string(),
  height: z.string(),
  job: z.string(),
  worldview: z.string(),
  personality: z.string(),
  appearance: z.string(),
  likes: z.array(z.string()),
  dislikes: z.array(z.string()),
  speech_style: z.string(),
  thoughts: z.string(),
  features: z.string(),
  habits: z.string(),
  guidelines: z.string(),
  first_message: z.string(),
  alternate_greetings: z.array(z.string()),
  /** First lines for a scene with others; a card's. */
  group_only_greetings: z.array(z.string()),
  sample_dialogue: z.string(),
  /** A card's `character_book`, as its format has it. */
  lorebook: z.record(z.string(), z.unknown()).nullable().optional(),
  voice_id: z.string(),
  narration,
  /** Who speaks the stage directions; empty: the default voice. */
  narrator_voice_id: z.string(),
  category: z.string(),
  tags: z.array(z.string()),
  source_work: z.string(),
  image_url: z.string().nullable(),
  model_url: z.string().nullable(),
  visibility: z.enum(["private", "server"]),
  is_preset: z.boolean(),
  /** Rises with every change; a PUT may name the one it was made from. Presets have none. */
  version: z.number().int().optional(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Character = z.infer<typeof character>;

/**
 * What the lobby and the stage need beside the character's fields; presets bring it.
 * `sample_line` is what the sample button speaks, `tagline` the one line under the name,
 * `scene` the default scene of a play, `stage` the portrait's ground and the aura's centre.
 */
export const castMember = character.extend({
  sample_line: z.string(),
  tagline: z.string(),
  scene: z.object({ title: z.string(), place: z.string(), situation: z.string(), user_role: z.string() }),
  stage: z.object({ gel: z.string(), cx: z.string(), cy: z.string() }),
  /** A person wrote the persona; otherwise it is built from the fields. */
  has_own_persona: z.boolean().optional(),
  /** What a card tells the model beyond its fields; absent where there is nothing of it. */
  instructions: z
    .object({ system_prompt: z.string(), post_history_instructions: z.string(), nickname: z.string() })
    .optional(),
});
export type CastMember = z.infer<typeof castMember>;

const text = z.string().max(32_000).optional();
const shortText = z.string().max(200).optional();
const texts = z.array(z.string().max(32_000)).max(200).optional();
const shortTexts = z.array(z.string().max(200)).max(200).optional();

/** What a person may write of a character. An empty text clears its field; what is absent stays. */
const characterFields = z.object({
  persona: text,
  description: text,
  gender: shortText,
  species: shortText,
  age: shortText,
  height: shortText,
  job: shortText,
  worldview: text,
  personality: text,
  appearance: text,
  likes: shortTexts,
  dislikes: shortTexts,
  speech_style: text,
  thoughts: text,
  features: text,
  habits: text,
  guidelines: text,
  first_message: text,
  alternate_greetings: texts,
  group_only_greetings: texts,
  sample_dialogue: text,
  lorebook: z.record(z.string(), z.unknown()).optional(),
  voice_id: z.string().max(128).optional(),
  narration: narration.optional(),
  narrator_voice_id: z.string().max(128).optional(),
  category: shortText,
  tags: shortTexts,
  source_work: shortText,
  /** `server`: shown to everyone here; an admin's word. */
  visibility: z.enum(["private", "server"]).optional(),
});
const name = z.string().trim().min(1).max(200);

export const createCharacter = characterFields.extend({ name });
export type CreateCharacter = z.infer<typeof createCharacter>;

export const changeCharacter = characterFields.extend({
  name: name.optional(),
  version: z.number().int().optional(),
});
export type ChangeCharacter = z.infer<typeof changeCharacter>;

/** `scope`: the caller's own, or those shown to everyone on this server. */
export const characterQuery = pageQuery.extend({
  q: optionalText(200),
  scope: z.enum(["own", "server"]).default("own"),
});

/** What can be drafted for a person: every text but the name and a whole persona. */
export const DRAFT_FIELDS = [
  "description",
  "personality",
  "speech_style",
  "first_message",
  "alternate_greetings",
  "sample_dialogue",
  "worldview",
  "thoughts",
  "appearance",
  "job",
  "gender",
  "age",
  "species",
  "height",
  "likes",
  "dislikes",
  "habits",
  "features",
  "guidelines",
  "tags",
] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];

/** The form as it stands, which is all the engine is told. `fields`: which are drafted; absent = all. */
export const draftRequest = characterFields
  .omit({ persona: true, lorebook: true, group_only_greetings: true, voice_id: true, visibility: true })
  .extend({ name, fields: z.array(z.enum(DRAFT_FIELDS)).min(1).max(DRAFT_FIELDS.length).optional() });
export type DraftRequest = z.infer<typeof draftRequest>;

/** The fields that were asked for, drafted. */
export const draftAnswer = characterFields.pick(
  Object.fromEntries(DRAFT_FIELDS.map((field) => [field, true])) as Record<DraftField, true>,
);
export type DraftAnswer = z.infer<typeof draftAnswer>;

export const exportQuery = z.object({ format: z.enum(["png", "json", "charx"]).default("png") });

/** What became of one part of an imported file, with a sentence where it did not stay as it was. */
export const importedPart = z.object({
  outcome: z.enum(["kept", "changed", "dropped", "made_safe"]),
  part: z.string(),
  message: z.string().nullable(),
});
export const importAnswer = z.object({ character: castMember, report: z.array(importedPart) });
export type ImportAnswer = z.infer<typeof importAnswer>;

export const characterPage = z.object({
  characters: z.array(castMember),
  next_cursor: z.string().nullable(),
});
export const presetList = z.object({ characters: z.array(castMember) });
export const favouriteIds = z.object({ ids: z.array(z.string()) });
export const favoured = z.object({ id: z.string(), favourite: z.boolean() });

/** `list`: as the lobby shows it. */
export const pictureQuery = z.object({ size: z.enum(["list", "stage"]).default("stage") });
