import { z } from "zod";
import { narration } from "./character";
import { chatRequest, scenario } from "./chat";
import { playEngines } from "./chat-events";
import { optionalText, pageQuery } from "./fields";
import { MAX_LINE_LENGTH } from "./line-length";
import { playUser } from "./personas";

export const createSession = z.object({
  character_id: z.string().min(1).max(128),
  second_character_id: optionalText(128),
  scenario: scenario.optional(),
  language: z.enum(["ko", "en", "ja", "zh"]).optional(),
  voice: optionalText(128),
  /** Which greeting opens the play: 0 = the first message (also where there is none of that number), 1.. = the alternate ones. */
  greeting: z.number().int().min(0).max(200).optional(),
  /** Who the person is in it: `user` in their own words for this play, else this persona, else their default one. */
  persona_id: optionalText(128),
  user: playUser.optional(),
});

/** `mood` of a play that is spoken as its stage directions say. */
export const AUTO_MOOD = "auto";
/** `mood` of a play that is spoken in the voice's own, whatever its stage directions say. */
export const NEUTRAL_MOOD = "neutral";

/**
 * `speech: "embedded"`: the person chose the embedded voice while the play's engine is away. `voice`, `mood` and
 * `narration` hold from the next line on; `mood` is one of the voice's, "neutral", or "auto".
 */
export const patchSession = z.object({
  title: optionalText(200),
  speech: z.enum(["engine", "embedded"]).optional(),
  voice: optionalText(128),
  mood: optionalText(64),
  narration: narration.optional(),
});
export type PatchSession = z.infer<typeof patchSession>;

/** One segment of a message's speech, as stored with it. */
export const messageSegment = z.object({
  index: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  voice_id: z.string(),
  audio_url: z.string(),
  /** The voice's mood it is spoken in, as the voice names it; absent = the neutral one. */
  emotion: z.string().optional(),
});
export type MessageSegment = z.infer<typeof messageSegment>;

export const message = z.object({
  id: z.string(),
  parent_id: z.string().nullable(),
  role: z.enum(["user", "assistant", "system"]),
  speaker: z.string(),
  content: z.string(),
  status: z.enum(["streaming", "complete", "interrupted", "failed"]),
  heard_until: z.number().int().nullable(),
  take: z.object({ index: z.number().int(), count: z.number().int() }),
  audio_url: z.string().nullable(),
  segments: z.array(messageSegment),
  /** The sender's own id of a user's line: sending it again under this id asks for the missing answer. */
  client_message_id: z.string().nullable(),
  /** The turn that is writing this message now; a reader may follow it at /api/chat/stream/{turn_id}. */
  turn_id: z.string().nullable(),
  version: z.number().int(),
  created_at: z.string(),
});
export type Message = z.infer<typeof message>;

export const session = z.object({
  id: z.string(),
  title: z.string(),
  character_id: z.string().nullable(),
  character_name: z.string(),
  /** What the person is called in it; absent or empty: as the scene has it. */
  user_name: z.string().optional(),
  language: z.enum(["ko", "en", "ja", "zh"]),
  scenario: scenario.nullable(),
  engines: playEngines,
  /** `provider/name` of the model the person chose for this play; absent or null: the default answers. */
  model: z.string().nullable().optional(),
  /** Who speaks in this play; absent or null: the server's default voice. */
  voice_id: z.string().nullable().optional(),
  /** The mood every line is spoken in; absent or null: as its stage directions say. */
  mood: z.string().nullable().optional(),
  /** What of a line is spoken; absent or null: as the character has it. */
  narration: narration.nullable().optional(),
  turn_count: z.number().int(),
  last_line: z.string(),
  /** In lists: the character's picture; null where they have none or are gone. */
  image_url: z.string().nullable().optional(),
  /** In lists and in the room: something told in it is spoken, so that its sound is a file. */
  has_sound: z.boolean().optional(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Session = z.infer<typeof session>;

/** `from=end`: the newest lines first page by page, each page itself oldest first. */
export const messageQuery = pageQuery.extend({ from: z.enum(["start", "end"]).default("start") });

export const sessionQuery = pageQuery.extend({ q: optionalText(200) });

/** `version` is the one that was read; a line changed since then is CONFLICT. */
export const patchMessage = z.object({
  version: z.number().int().min(1),
  content: z.string().min(1).max(MAX_LINE_LENGTH),
});
export const deleteMessageQuery = z.object({ version: z.coerce.number().int().min(1).optional() });

/** Which take of a line is told (`take.index`); absent = the line that is named. */
export const selectTake = z.object({ index: z.number().int().min(0).max(100_000).optional() });

/** How a turn that takes no new line of the person's is to be made. */
export const turnWishes = chatRequest
  .pick({
    model: true,
    temperature: true,
    max_tokens: true,
    director_note: true,
    tts_enabled: true,
    tts_mode: true,
    tts_delay_ms: true,
    tts_streaming_mode: true,
    tts_speed: true,
  })
  .partial();

/** The last line the new play keeps; absent = all that is told. */
export const branchSession = z.object({ message_id: optionalText(128), title: optionalText(200) });

/** Three replies the person could give next. */
export const hints = z.object({ hints: z.array(z.string()) });
export type Hints = z.infer<typeof hints>;

export const exportQuery = z.object({ format: z.enum(["jsonl", "json", "txt", "wav"]).default("jsonl") });

export const importQuery = z.object({ character_id: optionalText(128) });

/** How a session stands at the door; the numbers are null unless it waits. */
export const seat = z.object({
  state: z.enum(["seated", "waiting", "none"]),
  place: z.number().int().nullable(),
  expected_wait_ms: z.number().int().nullable(),
});
export type SeatView = z.infer<typeof seat>;

export const sessionPage = z.object({ sessions: z.array(session), next_cursor: z.string().nullable() });
/** `total`: how many lines are told, on this page or not. */
export const messagePage = z.object({
  messages: z.array(message),
  next_cursor: z.string().nullable(),
  total: z.number().int(),
});
export const sessionLeft = z.object({ session_id: z.string(), left: z.boolean() });
