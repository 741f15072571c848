import type { ChatModel, PlaybackReported, Scenario } from "./chat";
import { CHAT_EVENT_SHAPES, enginesShape } from "./chat-event-shapes";
import type { EngineState, Health } from "./health";
import type { PinView, SentPromptView, SummaryView } from "./memory";
import { PROMPT_PARTS } from "./prompt-parts";
import type { Hints, Message, MessageSegment, Session } from "./session";
import { fields, list, nullable, number, oneOf, optional, shape, text, truth } from "./shape";
import type { SoundPeaks } from "./speech";

/** What a room reads of the server, as hand checks (see `shape.ts`); each is held to its zod schema by a test. */
const session = fields<Session>({
  id: text,
  title: text,
  character_id: nullable(text),
  character_name: text,
  user_name: optional(text),
  language: oneOf("ko", "en", "ja", "zh"),
  scenario: nullable(
    fields<Scenario>({ opponent: optional(text), situation: optional(text), background: optional(text) }),
  ),
  engines: enginesShape,
  model: optional(nullable(text)),
  voice_id: optional(nullable(text)),
  mood: optional(nullable(text)),
  narration: optional(nullable(oneOf("dialogue", "everything", "narrator"))),
  turn_count: number,
  last_line: text,
  image_url: optional(nullable(text)),
  has_sound: optional(truth),
  created_at: text,
  updated_at: text,
});
export const sessionShape = shape(session);

export interface SessionPage {
  sessions: Session[];
  next_cursor: string | null;
}
export const sessionPageShape = shape(
  fields<SessionPage>({ sessions: list(session), next_cursor: nullable(text) }),
);

const message = fields<Message>({
  id: text,
  parent_id: nullable(text),
  role: oneOf("user", "assistant", "system"),
  speaker: text,
  content: text,
  status: oneOf("streaming", "complete", "interrupted", "failed"),
  heard_until: nullable(number),
  take: fields<Message["take"]>({ index: number, count: number }),
  audio_url: nullable(text),
  segments: list(
    fields<MessageSegment>({
      index: number,
      start: number,
      end: number,
      text,
      voice_id: text,
      audio_url: text,
      emotion: optional(text),
    }),
  ),
  client_message_id: nullable(text),
  turn_id: nullable(text),
  version: number,
  created_at: text,
});
export const messageShape = shape(message);

/** `total`: how many lines are told, on this page or not. */
export interface MessagePage {
  messages: Message[];
  next_cursor: string | null;
  total: number;
}
export const messagePageShape = shape(
  fields<MessagePage>({ messages: list(message), next_cursor: nullable(text), total: number }),
);

export const soundPeaksShape = shape(fields<SoundPeaks>({ peaks: list(number), duration: number }));

export const playbackReportedShape = shape(
  fields<PlaybackReported>({ turn_id: text, notices: list(CHAT_EVENT_SHAPES.notice) }),
);

export const hintsShape = shape(fields<Hints>({ hints: list(text) }));

export const summaryShape = shape(
  fields<SummaryView>({
    text,
    folded_until: nullable(text),
    tokens_before: number,
    tokens_after: number,
    can_undo: truth,
  }),
);

const pin = fields<PinView>({ id: text, text, message_id: nullable(text), created_at: text });
export const pinsShape = shape(fields<{ pins: PinView[] }>({ pins: list(pin) }));

type Part = SentPromptView["parts"][number];
export const sentPromptShape = shape(
  fields<SentPromptView>({
    message_id: text,
    model: text,
    context_length: number,
    budget: number,
    tokens: number,
    counted_by: oneOf("engine", "estimate"),
    parts: list(
      fields<Part>({
        part: oneOf(...PROMPT_PARTS),
        tokens: number,
      }),
    ),
    messages: list(fields<SentPromptView["messages"][number]>({ role: text, content: text, tokens: number })),
    clock: nullable(
      fields<NonNullable<SentPromptView["clock"]>>({
        first_token: nullable(number),
        first_segment: nullable(number),
        first_audio: nullable(number),
        done: number,
      }),
    ),
  }),
);

export const modelsShape = shape(
  fields<{ models: ChatModel[] }>({
    models: list(
      fields<ChatModel>({
        id: text,
        name: text,
        context_length: optional(number),
        provider: text,
        default: optional(truth),
      }),
    ),
  }),
);

const serviceHealth = oneOf("healthy", "unhealthy");
const engines = list(
  fields<EngineState>({
    kind: text,
    name: text,
    state: oneOf("up", "busy", "down"),
    embedded: truth,
    on_request: optional(truth),
    reason: optional(text),
    reason_code: optional(text),
    notice: optional(text),
  }),
);
export const healthShape = shape(
  fields<Health>({
    backend: serviceHealth,
    llm: serviceHealth,
    tts: serviceHealth,
    gen3d: serviceHealth,
    style: serviceHealth,
    timestamp: text,
    details: fields<Health["details"]>({
      llm: engines,
      tts: engines,
      new_play: fields<Health["details"]["new_play"]>({ llm: nullable(text), tts: nullable(text) }),
    }),
  }),
);
