import { z } from "zod";
import { noticeEvent, usage } from "./chat-events";
import { optionalText, sessionId } from "./fields";
import { MAX_LINE_LENGTH } from "./line-length";
import { streamingMode } from "./speech";

/** As `model`: whatever answers plays nobody chose a model for; a choice made before is taken back. */
export const USUAL_MODEL = "default";

export const chatLine = z.object({
  role: z.enum(["user", "assistant", "system"]),
  content: z.string().min(1).max(MAX_LINE_LENGTH),
});
export type ChatLine = z.infer<typeof chatLine>;

export const scenario = z.object({
  opponent: optionalText(2000),
  situation: optionalText(8000),
  background: optionalText(8000),
});
export type Scenario = z.infer<typeof scenario>;

export const chatRequest = z.object({
  messages: z.array(chatLine).min(1).max(10_000),
  persona: optionalText(32_000),
  character_id: optionalText(128),
  scenario: scenario.optional(),
  session_id: z.preprocess((v) => (v === "" ? undefined : v), sessionId.optional()),
  /** An unknown `session_id` is NOT_FOUND: whoever has the play before them learns that it was deleted. */
  session_must_exist: z.boolean().optional(),
  client_message_id: z.uuid().optional(),
  director_note: optionalText(2000),
  current_speaker: optionalText(200),
  temperature: z.number().min(0).max(2).default(0.7),
  max_tokens: z.number().int().min(1).max(8192).default(512),
  model: optionalText(200),
  tts_enabled: z.boolean().default(true),
  tts_mode: z.enum(["realtime", "delayed", "on_click"]).default("realtime"),
  tts_delay_ms: z.number().int().min(0).max(60_000).default(0),
  tts_streaming_mode: streamingMode.default(0),
  tts_speed: z.number().min(0.5).max(2).default(1),
});
export type ChatRequest = z.infer<typeof chatRequest>;

export const speechStatus = z.enum(["ready", "pending", "failed", "off"]);

export const chatAnswer = z.object({
  content: z.string(),
  model: z.string(),
  usage,
  session_id: z.string(),
  message_id: z.string(),
  audio_url: z.string().nullable(),
  context_summarized: z.boolean(),
  notices: z.array(z.object({ code: z.string(), message: z.string() })),
  speech: z.object({ status: speechStatus, message: z.string().optional() }),
});
export type ChatAnswer = z.infer<typeof chatAnswer>;

/** Where the listener's player stands: what was heard, and how much sound it still has in hand. */
export const playbackReport = z.object({
  segment_index: z.number().int().min(0).max(100_000),
  position_ms: z.number().min(0).max(36_000_000),
  buffered_ms: z.number().min(0).max(36_000_000).default(0),
});
export type PlaybackReport = z.infer<typeof playbackReport>;

export const cancelRequest = playbackReport.partial();

export const chatModel = z.object({
  id: z.string(),
  name: z.string(),
  context_length: z.number().int().optional(),
  provider: z.string(),
  default: z.boolean().optional(),
});
export type ChatModel = z.infer<typeof chatModel>;
export const chatModelList = z.object({ models: z.array(chatModel) });

export const turnCancelled = z.object({ turn_id: z.string(), cancelled: z.boolean() });
/** `notices`: of sounds that turned out doubtful after the turn had told its end. */
export const playbackReported = z.object({ turn_id: z.string(), notices: z.array(noticeEvent) });
export type PlaybackReported = z.infer<typeof playbackReported>;
