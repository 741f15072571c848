import { z } from "zod";
import { optionalText } from "./fields";

/** GPT-SoVITS's own controls with their bounds; absent = the voice's setting, else the default of the seed documents. */
export const speechControls = z.object({
  top_k: z.number().int().min(1).max(100).optional(),
  top_p: z.number().min(0).max(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  speed_factor: z.number().min(0.5).max(2).optional(),
  text_split_method: z.enum(["cut0", "cut1", "cut2", "cut3", "cut4", "cut5"]).optional(),
  seed: z.number().int().min(-1).max(4_294_967_295).optional(),
  parallel_infer: z.boolean().optional(),
  super_sampling: z.boolean().optional(),
  batch_size: z.number().int().min(1).max(16).optional(),
  batch_threshold: z.number().min(0).max(1).optional(),
  split_bucket: z.boolean().optional(),
  fragment_interval: z.number().min(0).max(2).optional(),
  overlap_length: z.number().int().min(0).max(16).optional(),
  min_chunk_length: z.number().int().min(4).max(64).optional(),
  sample_steps: z.number().int().min(4).max(128).optional(),
  repetition_penalty: z.number().min(0.5).max(2).optional(),
});
export type SpeechControls = z.infer<typeof speechControls>;

/** The seed documents' defaults, sent explicitly because engine revisions differ. */
export const DEFAULT_CONTROLS: Required<SpeechControls> = {
  top_k: 5,
  top_p: 1,
  temperature: 1,
  speed_factor: 1,
  text_split_method: "cut5",
  seed: -1,
  parallel_infer: true,
  super_sampling: false,
  batch_size: 1,
  batch_threshold: 0.75,
  split_bucket: true,
  fragment_interval: 0.3,
  overlap_length: 2,
  min_chunk_length: 16,
  sample_steps: 32,
  repetition_penalty: 1.35,
};

/** 0 whole file · 1 by text segment · 2 by tokens · 3 by fixed chunks; true is 1, false is 0. */
export const streamingMode = z.preprocess(
  (value) => (typeof value === "boolean" ? Number(value) : value),
  z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
);
export type StreamingMode = z.infer<typeof streamingMode>;

export const speechLanguage = z.string().regex(/^[A-Za-z_-]{2,12}$/);

/** What speech can be had as: the ending of its address, and its media type. `raw` is s16le mono without a header. */
export const AUDIO_TYPES = {
  wav: "audio/wav",
  raw: "audio/raw",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  aac: "audio/aac",
  mp3: "audio/mpeg",
  flac: "audio/flac",
} as const;
export type AudioFormat = keyof typeof AUDIO_TYPES;

/** Of an audio file's address. */
export const audioQuery = z.object({
  /** Given: the browser keeps the file, under this name where there is one. */
  download: z.string().max(200).optional(),
});

/** How long an engine that speaks in tokens (Higgs, 25 a second) may become; absent: enough for the text. */
export const maxNewTokens = z.number().int().min(1).max(8192).optional();

export const ttsRequest = speechControls.extend({
  text: z.string().min(1).max(5000),
  voice_id: optionalText(128),
  /** Voices that share the text, in place of `voice_id`: the first says what follows `[SPEAKER0]`, and so on. */
  speakers: z.array(z.string().min(1).max(128)).min(1).max(8).optional(),
  text_lang: speechLanguage.optional(),
  prompt_lang: speechLanguage.optional(),
  streaming_mode: streamingMode.default(0),
  return_binary: z.boolean().default(false),
  media_type: z.enum(["wav", "ogg", "aac", "raw"]).default("wav"),
  ref_audio_path: optionalText(1000),
  aux_ref_audio_paths: z.array(z.string().max(1000)).max(16).optional(),
  prompt_text: optionalText(1000),
  /** The mood of the voice's reference; the neutral one where it has none of it. */
  emotion: optionalText(40),
  /** What the room sounds like (Higgs). */
  scene_prompt: optionalText(2000),
  max_new_tokens: maxNewTokens,
});
export type TtsRequest = z.infer<typeof ttsRequest>;

export const prepareRequest = z.object({ voice_id: z.string().min(1).max(128) });

export const ttsAnswer = z.object({
  audio_url: z.string(),
  file_id: z.string(),
  duration: z.number(),
  file_size: z.number().int(),
  format: z.string(),
  sample_rate: z.number().int(),
  voice_id: z.string(),
  created_at: z.string(),
  cached: z.boolean(),
  /** What is to be said of the sound: SPEECH_DOUBTFUL; absent where nothing is. */
  notices: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
});
export type TtsAnswer = z.infer<typeof ttsAnswer>;

/** A sound as it is drawn: 0..127 for each of its equal stretches, and how long it lasts in seconds. */
export const soundPeaks = z.object({
  peaks: z.array(z.number().int().min(0).max(127)),
  duration: z.number(),
});
export type SoundPeaks = z.infer<typeof soundPeaks>;

/** What voices are told apart by beside their language. `moods`: it has references in more than one mood. */
export const VOICE_TAGS = ["female", "male", "moods", "shipped", "made", "mine"] as const;

export const voiceListItem = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  description: z.string(),
  preview_url: z.string().optional(),
  engine: z.string(),
  /** What it can say on the engine that would speak it. */
  languages: z.array(z.string()),
  tags: z.array(z.enum(VOICE_TAGS)),
  /** What its references in other moods than the neutral one are called. */
  moods: z.array(z.string()),
  available: z.boolean(),
  /** Why it cannot speak now and what to set, in the request's language. */
  unavailable_reason: z.string().optional(),
});
export const voiceList = z.object({ voices: z.array(voiceListItem), default_voice_id: z.string() });
export type VoiceList = z.infer<typeof voiceList>;

/** `unavailable`: nothing that could speak with the voice answers. */
export const preparation = z.object({
  voice_id: z.string(),
  status: z.enum(["preparing", "ready", "unavailable"]),
});
