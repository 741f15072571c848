import type { ChatAnswer } from "@/lib/contract/chat";
import { type ChatRequest, chatRequest } from "@/lib/contract/chat";
import type { ChatEvent } from "@/lib/contract/chat-events";
import { type ChatCompletionRequest, isSpoken } from "@/lib/contract/openai";
import type { Locale } from "@/lib/i18n/locales";
import type { StartedTurn } from "./launch-turn";
import { wholeAnswer } from "./whole-answer";

/** An answer to a client that keeps its play itself. */
export interface PassingAnswer {
  events: AsyncIterable<ChatEvent>;
  whole: () => Promise<{ answer: ChatAnswer; finishReason: string }>;
}

/** What the client asks, as a request of ours: its system lines direct the character, nothing is spoken aloud. */
export function toChatRequest(asked: ChatCompletionRequest, sessionId: string): ChatRequest {
  const spoken = asked.messages.flatMap(({ role, content }) =>
    isSpoken(role) && content !== "" ? [{ role, content }] : [],
  );
  const directions = asked.messages.filter(({ role }) => !isSpoken(role)).map(({ content }) => content);
  const request = chatRequest.parse({
    messages: spoken,
    character_id: asked.model,
    session_id: sessionId,
    temperature: asked.temperature,
    max_tokens: asked.max_completion_tokens ?? asked.max_tokens,
    tts_enabled: false,
  });
  return { ...request, director_note: directions.join("\n\n") || undefined };
}

export function passingAnswer({ turn, model }: StartedTurn, locale: Locale): PassingAnswer {
  return {
    events: turn.events.follow(0),
    async whole() {
      const answer = await wholeAnswer({
        events: turn.events.follow(0),
        model,
        isSpoken: false,
        speechStatus: () => "pending",
        failure: () => turn.failure,
        locale,
      });
      const end = turn.events.snapshot().at(-1);
      return { answer, finishReason: end?.type === "done" ? end.data.finish_reason : "stop" };
    },
  };
}
