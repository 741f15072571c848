import { AppError } from "@/lib/contract/app-error";
import type { ChatAnswer } from "@/lib/contract/chat";
import type { ChatEvent } from "@/lib/contract/chat-events";
import type { ErrorCode } from "@/lib/contract/error-codes";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";

export interface WholeAnswerInput {
  events: AsyncIterable<ChatEvent>;
  model: string;
  isSpoken: boolean;
  speechStatus: () => "ready" | "pending" | "failed";
  /** What the turn broke off with, where that is known in full. */
  failure: () => AppError | null;
  locale: Locale;
}

/** Waits for a turn's end and tells it in one piece. A broken turn throws its code; what was said is kept. */
export async function wholeAnswer(input: WholeAnswerInput): Promise<ChatAnswer> {
  const { events, model, isSpoken, speechStatus, failure, locale } = input;
  const notices: ChatAnswer["notices"] = [];
  let ids = { session_id: "", message_id: "" };
  for await (const event of events) {
    if (event.type === "turn") ids = event.data;
    else if (event.type === "notice") notices.push({ code: event.data.code, message: event.data.message });
    else if (event.type === "error") {
      const { session_id, message_id } = ids;
      const { key, params, retryAfterMs } = failure() ?? {};
      const details = { session_id, message_id };
      throw new AppError(event.data.code as ErrorCode, { key, params, retryAfterMs, details });
    } else if (event.type === "done") {
      const { content, usage, audio_url, context_summarized } = event.data;
      const { session_id, message_id } = ids;
      const status: ChatAnswer["speech"]["status"] = isSpoken ? speechStatus() : "off";
      const message = status === "failed" ? sentence(locale, "notice_SPEECH_FAILED") : undefined;
      const speech = { status, ...(message ? { message } : {}) };
      return {
        content,
        model,
        usage,
        session_id,
        message_id,
        audio_url,
        context_summarized,
        notices,
        speech,
      };
    }
  }
  throw new AppError("ENGINE_ERROR", { details: ids });
}
