import { z } from "zod";

/**
 * What a turn says while it runs, as `text/event-stream` events (contract, "POST /api/chat/stream").
 * Offsets are UTF-16 positions in the message's whole `content`.
 */
export const usage = z.object({ prompt_tokens: z.number(), completion_tokens: z.number() });
export type Usage = z.infer<typeof usage>;

/** What a play began on, null while that is open. One begun on an engine never falls to the embedded ones by itself. */
export const playEngines = z.object({
  llm: z.enum(["engine", "demo"]).nullable(),
  speech: z.enum(["engine", "embedded"]).nullable(),
});

export const turnEvent = z.object({
  session_id: z.string(),
  turn_id: z.string(),
  message_id: z.string(),
  user_message_id: z.string().nullable(),
  speaker: z.string(),
  /** The first turn settles them. */
  engines: playEngines,
  /** `provider/name` of the model that answers; absent for a turn that is over. */
  model: z.string().optional(),
});
export const textEvent = z.object({ delta: z.string() });
export const segmentEvent = z.object({
  index: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  speaker: z.string(),
  voice_id: z.string(),
  audio_url: z.string(),
  /** The voice's mood it is spoken in, as the voice names it; absent = the neutral one. */
  emotion: z.string().optional(),
});
export const noticeEvent = z.object({
  code: z.string(),
  message: z.string(),
  segment_index: z.number().int().optional(),
});
export type NoticeData = z.infer<typeof noticeEvent>;
export const doneEvent = z.object({
  content: z.string(),
  usage,
  finish_reason: z.string(),
  context_summarized: z.boolean(),
  audio_url: z.string().nullable(),
});
export const errorEvent = z.object({ code: z.string(), message: z.string() });

export const CHAT_EVENT_DATA = {
  turn: turnEvent,
  text: textEvent,
  segment: segmentEvent,
  notice: noticeEvent,
  done: doneEvent,
  error: errorEvent,
} as const;

export type ChatEventType = keyof typeof CHAT_EVENT_DATA;
export type ChatEvent = {
  [T in ChatEventType]: { id: number; type: T; data: z.infer<(typeof CHAT_EVENT_DATA)[T]> };
}[ChatEventType];
/** A chat event before the turn's log has numbered it. */
export type ChatEventBody = ChatEvent extends infer E ? (E extends ChatEvent ? Omit<E, "id"> : never) : never;
