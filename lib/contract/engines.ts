import { z } from "zod";
import { optionalText } from "./fields";
import { engineState } from "./health";
import { speechLanguage } from "./speech";
import { recognitionState } from "./voices";

/** `gpt-sovits`: api_v2.py · `gpt-sovits-api2`: api2.py · `gpt-sovits-api`: the older api.py */
export const SPEECH_ENGINE_KINDS = [
  "gpt-sovits",
  "gpt-sovits-api2",
  "gpt-sovits-api",
  "higgs",
  "openai",
  "embedded",
] as const;
export const speechEngineKind = z.enum(SPEECH_ENGINE_KINDS);
export type SpeechEngineKind = z.infer<typeof speechEngineKind>;

const baseUrl = z
  .string()
  .trim()
  .max(500)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  })
  .transform((text) => text.replace(/\/+$/, ""));

/** What an engine cannot tell of itself. */
export const speechEngineOptions = z.object({
  /** What its model speaks, where that is less than its kind can. */
  languages: z.array(speechLanguage).min(1).max(50).optional(),
  /** The model it was started with: what voices without weights of their own go back to. */
  gpt_weights_path: optionalText(1000),
  sovits_weights_path: optionalText(1000),
  /** The folder of references as its machine sees it, where that is not TTS_REFERENCE_DIR. */
  reference_dir: optionalText(500),
  /** Hz of sound that comes without a header. */
  pcm_rate: z.number().int().min(8000).max(192_000).optional(),
  /** What an OpenAI-compatible server is asked for. */
  model: optionalText(200),
  /** The voice that speaks there where a voice names none. */
  voice: optionalText(200),
});
export type SpeechEngineOptions = z.infer<typeof speechEngineOptions>;

const engineFields = z.object({
  name: z.string().trim().min(1).max(80),
  base_url: baseUrl,
  api_path: optionalText(200),
  /** Engines of one pool must sound the same: they share the work. */
  pool: z.string().trim().min(1).max(80),
  options: speechEngineOptions,
});

export const createEngine = engineFields
  .partial()
  .required({ base_url: true })
  .extend({ kind: speechEngineKind.exclude(["embedded"]) });
export type CreateEngine = z.infer<typeof createEngine>;

/** What is absent stays; options are replaced as a whole. */
export const changeEngine = engineFields.partial();
export type ChangeEngine = z.infer<typeof changeEngine>;

export const detectEngine = z.object({ base_url: baseUrl });
export const engineControl = z.object({ command: z.enum(["restart", "exit"]) });
export const engineWeights = z
  .object({ gpt_weights_path: optionalText(1000), sovits_weights_path: optionalText(1000) })
  .refine(({ gpt_weights_path: gpt, sovits_weights_path: sovits }) => Boolean(gpt ?? sovits), {
    path: ["gpt_weights_path"],
  });

/** What an engine can do, as an admin sees it. */
export const engineCapabilities = z.object({
  languages: z.array(z.string()),
  streaming: z.boolean(),
  cloning: z.boolean(),
  /** It is given the clips themselves; otherwise it opens them by their path. */
  uploads: z.boolean(),
  own_voices: z.boolean(),
  several_speakers: z.boolean(),
  sampling_controls: z.boolean(),
  weights: z.boolean(),
  max_characters: z.number().int(),
});
export type EngineCapabilities = z.infer<typeof engineCapabilities>;

/** A speech engine as an admin sees it. */
export const speechEngineView = z.object({
  role: z.literal("speech"),
  id: z.string(),
  kind: speechEngineKind,
  name: z.string(),
  state: z.enum(["up", "busy", "down"]),
  embedded: z.boolean(),
  /** Why it cannot be used and what to do. */
  reason: z.string().optional(),
  base_url: z.string().nullable(),
  api_path: z.string().nullable(),
  pool: z.string(),
  source: z.enum(["env", "admin", "embedded"]),
  options: speechEngineOptions,
  languages: z.array(z.string()),
  /** `queued` are those of both priorities. */
  queue: z.object({
    queued: z.number().int(),
    live: z.number().int(),
    background: z.number().int(),
    running: z.number().int(),
  }),
  /** Of its last answer to a look, in ms; null before the first. */
  latency_ms: z.number().nullable(),
  /** What it speaks with now, as far as we know; null: its own default, or not known. */
  loaded_weights: z
    .object({ gpt_weights_path: z.string().nullable(), sovits_weights_path: z.string().nullable() })
    .nullable(),
  capabilities: engineCapabilities,
  /** Its process can be asked to start again, or to end. */
  controllable: z.boolean(),
  /** From request to first sound of what it spoke last, in ms, oldest first; at most fifty. */
  first_sound_ms: z.array(z.number()),
  /** Time of making over time of sound, of the same; null before the first. */
  real_time_factor: z.number().nullable(),
});
export type SpeechEngineView = z.infer<typeof speechEngineView>;

/** What answers at an address. */
export const engineDetection = z.object({
  /** What `POST /api/admin/engines` would take it for; null where no speech engine says so. */
  kind: speechEngineKind.exclude(["embedded"]).nullable(),
  state: z.enum(["up", "busy", "down"]),
  /** What it tells of its revision: `token_streaming`, `revision`, `voice_list`, `voices`. */
  hints: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  capabilities: engineCapabilities.nullable(),
  problems: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type EngineDetection = z.infer<typeof engineDetection>;

/** A real short line made by one engine, and how far it came: the last step may have failed, with what to do. */
export const engineTrial = z.object({
  steps: z.array(
    z.object({
      step: z.enum(["answers", "reference", "speech"]),
      ok: z.boolean(),
      message: z.string().nullable(),
    }),
  ),
  /** The folder references are stored in, as this machine and as the engine's machine names it; null where paths play no part. */
  folder: z.object({ here: z.string(), there: z.string() }).nullable(),
  audio_url: z.string().nullable(),
  text: z.string(),
  language: z.string(),
  first_byte_ms: z.number().nullable(),
  real_time_factor: z.number().nullable(),
});
export type EngineTrial = z.infer<typeof engineTrial>;

const languageEngineView = engineState.extend({ role: z.literal("language") });

/** What writes transcripts: named by the environment (ASR_BASE_URL) and changed there; `none` where it names nothing. */
export const recognitionEngine = recognitionState.extend({
  base_url: z.string().nullable(),
  /** The one it is asked for; null: the first one it lists that recognises speech. */
  model: z.string().nullable(),
  /** When it was last looked at. */
  checked_at: z.string().nullable(),
});
export type RecognitionEngine = z.infer<typeof recognitionEngine>;

/** Every engine, what writes transcripts, and what is wrong with the operator's voices.json. */
export const adminEngines = z.object({
  engines: z.array(z.discriminatedUnion("role", [speechEngineView, languageEngineView])),
  recognition: recognitionEngine,
  voices_file: z.object({ problem: z.string() }).nullable(),
});
export type AdminEngines = z.infer<typeof adminEngines>;

export const engineControlled = z.object({ id: z.string(), command: engineControl.shape.command });
