import { z } from "zod";
import { CHAT_EVENT_DATA } from "./chat-events";
import { ERROR_STATUS, type ErrorCode } from "./error-codes";

/** A failure as every route but those under /v1 tells it. */
export const failure = z.object({
  success: z.literal(false),
  error: z.object({
    code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
    /** A sentence a person can act on, in the request's language. */
    message: z.string(),
    /** Of a VALIDATION_ERROR: a list of `{path, message}`. */
    details: z.unknown().optional(),
  }),
});

/** What a route answers with where that is not data in the envelope. */
export interface PlainAnswer {
  status: number;
  description?: string;
  /** By media type; null: bytes. */
  content: Record<string, z.ZodType | null>;
  /** Of an event stream: each event's data by the event's name. */
  events?: Record<string, z.ZodType>;
  /** Once it is whole, a part of it can be asked for. */
  hasRanges?: boolean;
  /** Whoever has it can ask whether it is still the same. */
  hasTag?: boolean;
}

/** JSON that is not in the envelope. */
export function plainJson(schema: z.ZodType): PlainAnswer {
  return { status: 200, content: { "application/json": schema } };
}

export function bytes(types: readonly string[], options: { hasRanges?: boolean } = {}): PlainAnswer {
  return { status: 200, content: Object.fromEntries(types.map((type) => [type, null])), ...options };
}

export function eventStream(events: Record<string, z.ZodType>): PlainAnswer {
  return { status: 200, content: { "text/event-stream": null }, events };
}

/** One of several, as the request asks for it. */
export function either(...answers: readonly PlainAnswer[]): PlainAnswer {
  const all = Object.assign({}, ...answers) as PlainAnswer;
  return { ...all, content: Object.assign({}, ...answers.map(({ content }) => content)) };
}

/** Data as every route but those under /v1 tells it. */
export function inEnvelope<S extends z.ZodType>(data: S) {
  return z.object({ success: z.literal(true), data });
}

/** A turn as it happens. */
export const turnEvents = eventStream(CHAT_EVENT_DATA);

export function isPlain(answer: z.ZodType | PlainAnswer): answer is PlainAnswer {
  return "content" in answer;
}

/** A thing of one's own that is no more. */
export const deleted = z.object({ id: z.string(), deleted: z.boolean() });
