import { z } from "zod";
import { lorebook } from "./lorebook";

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
  sample_dialogue: z.string(),
  lorebook: lorebook.optional(),
  voice_id: z.string(),
  category: z.string(),
  tags: z.array(z.string()),
  source_work: z.string(),
  image_url: z.string().nullable(),
  model_url: z.string().nullable(),
  visibility: z.enum(["private", "server"]),
  is_preset: z.boolean(),
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
});
export type CastMember = z.infer<typeof castMember>;
