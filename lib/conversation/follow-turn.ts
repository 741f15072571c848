import type { Owned } from "@/db/ownership";
import { isFirstCarrier } from "@/db/queries/memory";
import { findMessage } from "@/db/queries/messages";
import { findPlay, type Play } from "@/db/queries/plays";
import { findTurn, type Turn as TurnRow } from "@/db/queries/turns";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { ChatEvent, ChatEventBody } from "@/lib/contract/chat-events";
import { ERROR_STATUS, type ErrorCode } from "@/lib/contract/error-codes";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import { audioUrl } from "@/lib/speech/audio-url";
import type { ConversationDeps } from "./deps";
import { toEngines } from "./views";

/**
 * A turn's events after `lastEventId`. While its log is kept they are the log's; afterwards the stored line
 * answers, from its beginning: `turn`, one whole `text`, then `done` or `error`. NOT_FOUND for another's.
 */
export async function followTurn(
  deps: ConversationDeps,
  actor: Actor,
  turnId: string,
  lastEventId: number,
  locale: Locale,
  signal: AbortSignal,
): Promise<AsyncIterable<ChatEvent>> {
  const live = deps.turns.find(actor.id, turnId);
  if (live) return live.events.follow(lastEventId, signal);
  const stored = await findTurn(deps.db, actor, turnId);
  const play = stored && (await findPlay(deps.db, actor, stored.playId));
  if (!play) throw new AppError("NOT_FOUND");
  return remains(deps, play, stored.turn, locale);
}

async function* remains(
  deps: ConversationDeps,
  play: Owned<Play>,
  turn: TurnRow,
  locale: Locale,
): AsyncGenerator<ChatEvent> {
  const line = turn.messageId ? await findMessage(deps.db, play, turn.messageId) : null;
  const isSummarized = line !== null && (await isFirstCarrier(deps.db, play, line.id));
  const content = line?.content ?? "";
  const usage = { prompt_tokens: turn.promptTokens, completion_tokens: turn.completionTokens };
  // `running` without a log: its end could not be stored.
  const isBroken = turn.status !== "done" && turn.status !== "cancelled";
  const events: ChatEventBody[] = [
    {
      type: "turn",
      data: {
        session_id: turn.playId,
        turn_id: turn.id,
        message_id: turn.messageId ?? "",
        user_message_id: turn.userMessageId,
        speaker: line?.speaker ?? "",
        engines: toEngines(play),
      },
    },
    ...(content ? [{ type: "text" as const, data: { delta: content } }] : []),
    isBroken
      ? { type: "error", data: storedError(turn, locale) }
      : {
          type: "done",
          data: {
            content,
            usage,
            finish_reason: turn.finishReason ?? "stop",
            context_summarized: isSummarized,
            audio_url: line?.audioFileId ? audioUrl(line.audioFileId) : null,
          },
        },
  ];
  for (const [at, event] of events.entries()) yield { ...event, id: at + 1 } as ChatEvent;
}

function storedError(turn: TurnRow, locale: Locale): { code: ErrorCode; message: string } {
  const { errorCode: code, status } = turn;
  if (status === "interrupted")
    return { code: "INTERNAL_ERROR", message: sentence(locale, "server_restarted") };
  const known = code !== null && Object.hasOwn(ERROR_STATUS, code) ? (code as ErrorCode) : "ENGINE_ERROR";
  return { code: known, message: sentence(locale, known) };
}
