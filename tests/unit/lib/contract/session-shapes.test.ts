import { describe, expect, it } from "vitest";
import { z } from "zod";
import { chatModel, playbackReported } from "@/lib/contract/chat";
import { CHAT_EVENT_SHAPES } from "@/lib/contract/chat-event-shapes";
import { CHAT_EVENT_DATA, type ChatEventType } from "@/lib/contract/chat-events";
import { health } from "@/lib/contract/health";
import { pin, sentPrompt, summary } from "@/lib/contract/memory";
import { hints, message, session } from "@/lib/contract/session";
import * as shapes from "@/lib/contract/session-shapes";
import { type Schema, shape } from "@/lib/contract/shape";
import { soundPeaks } from "@/lib/contract/speech";

const AT = "2026-01-01T00:00:00Z";
const engines = { llm: "engine", speech: null };
const play = {
  id: "p",
  title: "",
  character_id: null,
  character_name: "춘향",
  language: "ko",
  scenario: { situation: "비" },
  engines,
  turn_count: 2,
  last_line: "",
  created_at: AT,
  updated_at: AT,
};
const segment = { index: 0, start: 0, end: 3, text: "응.", voice_id: "v", audio_url: "/a" };
const line = {
  id: "m",
  parent_id: null,
  role: "assistant",
  speaker: "춘향",
  content: "응.",
  status: "complete",
  heard_until: null,
  take: { index: 0, count: 2 },
  audio_url: null,
  segments: [segment],
  client_message_id: null,
  turn_id: null,
  version: 1,
  created_at: AT,
};
const engine = { kind: "ollama", name: "Ollama", state: "up", embedded: false };
const state = {
  backend: "healthy",
  llm: "healthy",
  tts: "unhealthy",
  gen3d: "unhealthy",
  style: "unhealthy",
  timestamp: AT,
  details: { llm: [engine], tts: [], new_play: { llm: "engine", tts: null } },
};
const folded = { text: "", folded_until: null, tokens_before: 0, tokens_after: 0, can_undo: false };
const fact = { id: "f", text: "비", message_id: null, created_at: AT };
const sent = {
  message_id: "m",
  model: "q",
  context_length: 4096,
  budget: 3584,
  tokens: 12,
  counted_by: "engine",
  parts: [{ part: "rules", tokens: 12 }],
  messages: [{ role: "system", content: "…", tokens: 12 }],
  clock: { first_token: 1, first_segment: 2, first_audio: null, done: 3 },
};
const model = { id: "q", name: "q", provider: "ollama" };
const usage = { prompt_tokens: 1, completion_tokens: 1 };

const pageOf = (items: z.ZodRawShape) => z.object({ ...items, next_cursor: z.string().nullable() });
const CASES: [string, z.ZodType, Schema<unknown>, object][] = [
  ["session", session, shapes.sessionShape, play],
  [
    "sessions",
    pageOf({ sessions: z.array(session) }),
    shapes.sessionPageShape,
    { sessions: [play], next_cursor: null },
  ],
  ["hints", hints, shapes.hintsShape, { hints: ["하나", "둘", "셋"] }],
  ["message", message, shapes.messageShape, line],
  [
    "messages",
    pageOf({ messages: z.array(message), total: z.number() }),
    shapes.messagePageShape,
    { messages: [line], next_cursor: "m", total: 3 },
  ],
  ["health", health, shapes.healthShape, state],
  ["summary", summary, shapes.summaryShape, folded],
  ["pins", z.object({ pins: z.array(pin) }), shapes.pinsShape, { pins: [fact] }],
  ["peaks", soundPeaks, shapes.soundPeaksShape, { peaks: [0, 127], duration: 1.5 }],
  [
    "report",
    playbackReported,
    shapes.playbackReportedShape,
    { turn_id: "t", notices: [{ code: "SPEECH_DOUBTFUL", message: "…", segment_index: 0 }] },
  ],
  ["prompt", sentPrompt, shapes.sentPromptShape, sent],
  ["models", z.object({ models: z.array(chatModel) }), shapes.modelsShape, { models: [model] }],
];

const EVENTS: Record<ChatEventType, object> = {
  turn: { session_id: "p", turn_id: "t", message_id: "m", user_message_id: null, speaker: "춘향", engines },
  text: { delta: "응" },
  segment: { ...segment, speaker: "춘향" },
  notice: { code: "C", message: "말" },
  done: { content: "응.", usage, finish_reason: "stop", context_summarized: false, audio_url: null },
  error: { code: "C", message: "말" },
};
for (const [name, event] of Object.entries(EVENTS) as [ChatEventType, object][]) {
  CASES.push([name, CHAT_EVENT_DATA[name], shape<unknown>(CHAT_EVENT_SHAPES[name]), event]);
}

/** Every copy of a value in which one member, however deep, is gone or of another kind. */
function* spoiled(value: unknown): Generator<unknown> {
  yield* [undefined, null, 7, "…", true, [], {}];
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    for (const other of spoiled(member)) {
      yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    }
  }
}

describe.each(CASES)("%s, checked by hand", (_name, schema, byHand, value) => {
  it("is what its schema says it is", () => {
    expect(schema.safeParse(value).success).toBe(true);
    let refused = 0;
    for (const each of [value, ...spoiled(value)]) {
      const isFit = schema.safeParse(each).success;
      expect([each, byHand.safeParse(each).success]).toEqual([each, isFit]);
      if (!isFit) refused++;
    }
    expect(refused).toBeGreaterThan(5);
  });
});
