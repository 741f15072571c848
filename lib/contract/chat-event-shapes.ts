import type { ChatEvent, ChatEventType } from "./chat-events";
import { type Check, fields, nullable, number, oneOf, optional, text, truth } from "./shape";

type Data<T extends ChatEventType> = Extract<ChatEvent, { type: T }>["data"];

export const enginesShape = fields<Data<"turn">["engines"]>({
  llm: nullable(oneOf("engine", "demo")),
  speech: nullable(oneOf("engine", "embedded")),
});

/** `CHAT_EVENT_DATA` for readers that go without zod. */
export const CHAT_EVENT_SHAPES: { [T in ChatEventType]: Check<Data<T>> } = {
  turn: fields<Data<"turn">>({
    session_id: text,
    turn_id: text,
    message_id: text,
    user_message_id: nullable(text),
    speaker: text,
    engines: enginesShape,
    model: optional(text),
  }),
  text: fields<Data<"text">>({ delta: text }),
  segment: fields<Data<"segment">>({
    index: number,
    start: number,
    end: number,
    text,
    speaker: text,
    voice_id: text,
    audio_url: text,
    emotion: optional(text),
  }),
  notice: fields<Data<"notice">>({ code: text, message: text, segment_index: optional(number) }),
  done: fields<Data<"done">>({
    content: text,
    usage: fields<Data<"done">["usage"]>({ prompt_tokens: number, completion_tokens: number }),
    finish_reason: text,
    context_summarized: truth,
    audio_url: nullable(text),
  }),
  error: fields<Data<"error">>({ code: text, message: text }),
};
