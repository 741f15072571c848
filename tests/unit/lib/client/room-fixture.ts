import { ChatSession } from "@/lib/client/chat-session";
import { SpeechPlayer } from "@/lib/client/playback/player";
import { type Clock, systemClock, type Wake } from "@/lib/client/retry-delay";
import { SpeechPreferencesStore } from "@/lib/client/speech-preferences";
import type { Character } from "@/lib/contract/character";
import type { ChatEventBody } from "@/lib/contract/chat-events";
import type { Message, Session } from "@/lib/contract/session";
import type { MessagePage } from "@/lib/contract/session-shapes";
import { FakeOutput } from "./playback/fake-output";
import type { RoomServer } from "./room-server";

export const PLAY: Session = {
  id: "play-1",
  title: "춘향",
  character_id: "chunhyang",
  character_name: "춘향",
  language: "ko",
  scenario: null,
  engines: { llm: "engine", speech: "engine" },
  turn_count: 0,
  last_line: "",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

/** Waits up to 5 s are real but a hundredth as long; longer ones (a far Retry-After, the watchdog) keep their time. */
const hastyClock: Clock = {
  ...systemClock,
  setTimeout: (run, ms) => setTimeout(run, ms <= 5000 ? ms / 100 : ms),
  random: () => 0.5,
};

/** A browser's storage. */
export function storageOf(stored = new Map<string, string>()) {
  return {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
}

export function openRoom(
  server: RoomServer,
  messages: Message[] = [],
  tabStorage = storageOf(),
  page: Partial<MessagePage> = {},
) {
  const output = new FakeOutput();
  const storage = storageOf();
  const wakers = new Set<() => void>();
  const wake: Wake = (listener) => {
    wakers.add(listener);
    return () => wakers.delete(listener);
  };
  const player = new SpeechPlayer({ createOutput: () => output, fetch: server.fetch });
  const session = new ChatSession(
    {
      session: PLAY,
      character: { id: "chunhyang" } as Character,
      page: { messages, next_cursor: null, total: messages.length, ...page },
    },
    {
      player,
      preferences: new SpeechPreferencesStore(storage),
      sentences: { offline: "server gone", speechFailed: "no sound" },
      storage,
      tabStorage,
      fetch: server.fetch,
      clock: hastyClock,
      wake,
    },
  );
  const end = session.start();
  return {
    session,
    player,
    output,
    end,
    wake: () => {
      for (const waker of [...wakers]) waker();
    },
    lines: () => session.getSnapshot().lines,
    last: () => session.getSnapshot().lines.at(-1),
  };
}

export const turn = (messageId = "m2", userMessageId: string | null = "m1"): ChatEventBody => ({
  type: "turn",
  data: {
    session_id: PLAY.id,
    turn_id: "t1",
    message_id: messageId,
    user_message_id: userMessageId,
    speaker: "춘향",
    engines: PLAY.engines,
  },
});
export const text = (delta: string): ChatEventBody => ({ type: "text", data: { delta } });
export const segment = (index: number, start: number, words: string): ChatEventBody => ({
  type: "segment",
  data: {
    index,
    start,
    end: start + words.length,
    text: words,
    speaker: "춘향",
    voice_id: "default",
    audio_url: `/api/audio/${index}.wav`,
  },
});
export const done = (content: string, reason = "stop"): ChatEventBody => ({
  type: "done",
  data: {
    content,
    usage: { prompt_tokens: 1, completion_tokens: 1 },
    finish_reason: reason,
    context_summarized: false,
    audio_url: null,
  },
});
export const failure = (code: string): ChatEventBody => ({
  type: "error",
  data: { code, message: `said: ${code}` },
});
export const notice = (code: string, index: number): ChatEventBody => ({
  type: "notice",
  data: { code, message: `said: ${code}`, segment_index: index },
});

export function storedMessage(change: Partial<Message>): Message {
  return {
    id: "m2",
    parent_id: null,
    role: "assistant",
    speaker: "춘향",
    content: "",
    status: "complete",
    heard_until: null,
    take: { index: 0, count: 1 },
    audio_url: null,
    segments: [],
    client_message_id: null,
    turn_id: null,
    version: 1,
    created_at: "2026-01-01T00:00:00Z",
    ...change,
  };
}
