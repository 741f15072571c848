import { z } from "zod";
import { importedPart } from "./character";
import { optionalText } from "./fields";
import { maxNewTokens, speechControls, speechLanguage, streamingMode, ttsAnswer } from "./speech";

/** A stored clip by its content. */
export const referenceFile = z.string().regex(/^[0-9a-f]{64}\.wav$/);

const referenceMembers = {
  file: referenceFile.optional(),
  ref_audio_path: optionalText(1000),
  prompt_text: z.string().max(1000).default(""),
  prompt_lang: speechLanguage.default("ko"),
  emotion: z.string().trim().toLowerCase().min(1).max(40).default("neutral"),
  /** Who allowed the voice to be used, in the admin's words. */
  consent: optionalText(500),
};
const referenceId = z.string().min(1).max(64);
const isOneClip = (clip: { file?: string | undefined; ref_audio_path?: string | undefined }) =>
  (clip.file === undefined) !== (clip.ref_audio_path === undefined);
const where = { path: ["ref_audio_path"] };

/** A clip of the voice: a file of ours, or a path only the engine's machine knows. */
export const voiceReference = z.object({ id: referenceId, ...referenceMembers }).refine(isOneClip, where);
export type VoiceReferenceClip = z.infer<typeof voiceReference>;

/** The controls every engine knows, and what Higgs alone does. */
export const voiceSettings = speechControls.extend({
  scene_prompt: optionalText(2000),
  max_new_tokens: maxNewTokens,
});

/** How the embedded voice shapes itself (eSpeak NG: 0..99, words a minute). */
export const voiceTimbre = z.object({
  variant: z.string().regex(/^[\w -]{1,40}$/),
  pitch: z.number().min(0).max(99),
  range: z.number().min(0).max(99),
  rate: z.number().min(80).max(450),
});

export const MAX_REFERENCES = 32;

/** What makes a voice's sound; each other one is a new revision. The first reference is the neutral one. */
export const voiceSpec = z.object({
  references: z.array(voiceReference).max(MAX_REFERENCES).default([]),
  engine_voice: z.string().max(200).default(""),
  gpt_weights_path: z.string().max(1000).default(""),
  sovits_weights_path: z.string().max(1000).default(""),
  settings: voiceSettings.default({}),
  timbre: voiceTimbre.optional(),
});
export type VoiceSpec = z.infer<typeof voiceSpec>;

const newReference = z.object({ id: referenceId.optional(), ...referenceMembers }).refine(isOneClip, where);

const voiceFields = z.object({
  name: z.string().trim().min(1).max(80),
  language: speechLanguage,
  description: z.string().max(2000),
  engine_id: z.string().max(100),
  is_default: z.boolean(),
  is_active: z.boolean(),
  /** Its clips leave with the cards of who speaks with it. */
  may_travel: z.boolean(),
  references: z.array(newReference).max(MAX_REFERENCES),
  engine_voice: z.string().max(200),
  gpt_weights_path: z.string().max(1000),
  sovits_weights_path: z.string().max(1000),
  settings: voiceSettings,
  timbre: voiceTimbre,
});

/** Only a name is needed. */
export const createVoice = voiceFields.partial().required({ name: true });
export type CreateVoice = z.infer<typeof createVoice>;

/** What is absent stays; an empty text clears its field; lists and settings are replaced as a whole. */
export const changeVoice = voiceFields.partial().extend({
  /** The version the change was made on; another one now is CONFLICT. */
  version: z.number().int().optional(),
});
export type ChangeVoice = z.infer<typeof changeVoice>;

/** A voice as an admin sees it. */
export const voiceView = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  description: z.string(),
  /** `shipped` and `file` (voices.json) are changed where they are kept, not here. */
  source: z.enum(["shipped", "file", "database"]),
  engine_id: z.string().nullable(),
  references: z.array(voiceReference),
  engine_voice: z.string().nullable(),
  gpt_weights_path: z.string().nullable(),
  sovits_weights_path: z.string().nullable(),
  settings: voiceSettings,
  timbre: voiceTimbre.nullable(),
  revision: z.number().int(),
  version: z.number().int(),
  is_default: z.boolean(),
  is_active: z.boolean(),
  may_travel: z.boolean(),
  owner: z.string().nullable(),
  available: z.boolean(),
  unavailable_reason: z.string().optional(),
  created_at: z.string().nullable(),
  updated_at: z.string().nullable(),
});
export type VoiceView = z.infer<typeof voiceView>;

export const voiceTest = z.object({
  text: optionalText(500),
  text_lang: speechLanguage.optional(),
  emotion: optionalText(40),
  /** One of its revisions; absent: the one of now. */
  revision: z.number().int().min(1).optional(),
  /** An engine or a pool that says it in place of the voice's own. */
  engine_id: optionalText(100),
  /** -1: another one each time, told in the answer. */
  seed: speechControls.shape.seed,
  streaming_mode: streamingMode.default(0),
});
export type VoiceTest = z.infer<typeof voiceTest>;

/** A take, and how it came about; what was made before has no times. */
export const voiceTestAnswer = ttsAnswer.extend({
  seed: z.number().int(),
  /** From the request to the first sound, its wait for the engine included. */
  first_byte_ms: z.number().nullable(),
  /** Time of making over time of sound. */
  real_time_factor: z.number().nullable(),
});
export type VoiceTestAnswer = z.infer<typeof voiceTestAnswer>;

/** What engines clone from: shorter or longer clips are refused by GPT-SoVITS. Seconds. */
export const MIN_REFERENCE_SECONDS = 3;
export const MAX_REFERENCE_SECONDS = 10;

/** A minute and a half of any usual WAV. */
export const MAX_REFERENCE_UPLOAD_BYTES = 8 * 2 ** 20;

const seconds = z.coerce.number().min(0).max(3600).optional();
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

/** What of a recording becomes the clip; nothing named: the bytes as they are. */
export const referenceShape = z.object({
  start: seconds,
  end: seconds,
  trim_silence: flag,
  /** Brought to the usual loudness of speech. */
  loudness: flag,
});
export type ReferenceShape = z.infer<typeof referenceShape>;

const referenceWords = {
  prompt_text: referenceMembers.prompt_text,
  prompt_lang: referenceMembers.prompt_lang,
  emotion: referenceMembers.emotion,
  consent: referenceMembers.consent,
};

/** What comes beside the recording of POST /api/voices/{id}/reference. */
export const referenceFields = referenceShape.extend(referenceWords);

/** Its body where the clip is stored already. */
export const storedReferenceFields = z.object({ file: referenceFile, ...referenceWords });

const referenceFinding = z.object({
  code: z.enum(["length", "loudness", "clipping", "noise", "silence", "pause", "rate"]),
  level: z.enum(["good", "warn", "bad"]),
  /** Seconds, LUFS (null: silence), cut-off peaks, dB, seconds around, seconds within, Hz. */
  value: z.number().nullable(),
});
export type ReferenceFinding = z.infer<typeof referenceFinding>;

/** A recording judged as a reference. `usable`: nothing of it is bad. */
export const referenceCheck = z.object({ usable: z.boolean(), findings: z.array(referenceFinding) });
export type ReferenceCheck = z.infer<typeof referenceCheck>;

/** What comes beside a recording whose words are to be written down: which stretch of it, and its language. */
export const transcriptFields = referenceShape.extend({ prompt_lang: speechLanguage.default("ko") });

/** What is heard in a clip; empty where nobody speaks. */
export const transcript = z.object({ text: z.string() });

/** Whether anything writes transcripts here; `none`: it is written by hand. */
export const recognitionState = z.object({
  state: z.enum(["none", "up", "busy", "down"]),
  reason: z.string().optional(),
});
/** Of a voice's file: as it comes, of its JSON, of everything unpacked. */
export const VOICE_FILE_LIMITS = {
  bytes: 32 * 2 ** 20,
  jsonBytes: 2 ** 20,
  unpackedBytes: 64 * 2 ** 20,
  entries: 200,
} as const;

/** A voice that came from a file, with what became of each part. */
export const voiceImport = z.object({ voice: voiceView, report: z.array(importedPart) });
export type VoiceImport = z.infer<typeof voiceImport>;

/** Every sound a voice has had, the one of now last. */
export const voiceRevisions = z.object({
  revisions: z.array(z.object({ revision: z.number().int(), created_at: z.string(), spec: voiceSpec })),
});
export type VoiceRevisions = z.infer<typeof voiceRevisions>;

/** Who speaks with a voice. */
export const voiceUses = z.object({
  /** Of the house, and those shown to everyone. */
  characters: z.array(z.object({ id: z.string(), name: z.string() })),
  /** How many more there are that only their owners see. */
  private_count: z.number().int(),
});
export type VoiceUses = z.infer<typeof voiceUses>;

/** A page of GET /api/voices. */
export const voicePage = z.object({ voices: z.array(voiceView), next_cursor: z.string().nullable() });

/** `permanent`: it is removed, not only set inactive. */
export const voiceRemoval = z.object({ permanent: z.enum(["true", "false"]).default("false") });
export const voiceRemoved = z.object({ id: z.string(), deleted: z.boolean(), is_active: z.boolean() });
