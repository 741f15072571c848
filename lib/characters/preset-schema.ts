import { z } from "zod";
import { DEMO_INTENTS, type DemoRepertoire } from "@/lib/llm/engines/demo/repertoire";

export const PRESET_CATEGORIES = [
  "classic",
  "folklore",
  "fairy-tale",
  "adventure",
  "detective",
  "gothic",
] as const;
export type PresetCategory = (typeof PRESET_CATEGORIES)[number];

const text = z
  .string()
  .min(1)
  .refine((value) => value === value.trim() && value === value.normalize("NFC"), {
    error: "outer white space or not NFC",
  });
const texts = z.array(text).min(1);
const percent = z.string().regex(/^\d{1,2}(\.\d)?%$/);

const demoSchema = z.strictObject({
  openers: texts,
  actions: texts,
  musings: z.array(text).min(3),
  questions: z.array(text).min(3),
  echoes: z.array(text.includes("{quote}")).min(1),
  honest: z.array(text).min(2),
  reminders: texts,
  intents: z.record(z.enum(DEMO_INTENTS), texts),
  themes: z.array(z.strictObject({ keys: texts, lines: texts })).min(3),
}) satisfies z.ZodType<DemoRepertoire>;

const fieldsSchema = z.strictObject({
  name: text,
  description: text,
  gender: text,
  species: text,
  age: text,
  height: text,
  job: text,
  worldview: text,
  personality: text,
  appearance: text,
  likes: texts,
  dislikes: texts,
  speech_style: text,
  thoughts: text,
  features: text,
  habits: text,
  guidelines: text,
  first_message: text,
  alternate_greetings: z.array(text).length(2),
  sample_dialogue: text,
  tags: texts,
  source_work: text,
  tagline: text,
  sample_line: text,
  scene: z.strictObject({ title: text, place: text, situation: text, user_role: text }),
  demo: demoSchema,
});
export type PresetFields = z.infer<typeof fieldsSchema>;

/**
 * One preset character's file. Japanese lines that are spoken (greetings, sample line, everything in
 * `demo`) carry readings as `{漢字|かんじ}`.
 */
export const presetSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  voice_id: text,
  image_url: z.string().regex(/^\/portraits\/[a-z-]+\.svg$/),
  /** The portrait's own ground colour. */
  gel: z.string().regex(/^#[0-9a-f]{6}$/),
  /** The centre of the portrait's disc, in per cent of the picture. */
  cx: percent,
  cy: percent,
  category_key: z.enum(PRESET_CATEGORIES),
  locales: z.strictObject({ ko: fieldsSchema, en: fieldsSchema, ja: fieldsSchema, zh: fieldsSchema }),
});
export type Preset = z.infer<typeof presetSchema>;
