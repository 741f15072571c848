import { randomUUID } from "node:crypto";
import { findByClientId } from "@/db/queries/messages";
import { findPlay, type NewMessage, type Play } from "@/db/queries/plays";
import { findTurnForLine, insertUserLines } from "@/db/queries/turns";
import type { Actor } from "@/lib/auth/actor";
import type { CastMember } from "@/lib/contract/character";
import type { ChatRequest } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import { answerLine } from "./answer-line";
import type { ConversationDeps } from "./deps";
import type { StartedTurn } from "./launch-turn";
import { openPlay, userRole } from "./open-play";

/**
 * Takes a line and starts the answer. The line is stored before any engine is asked: when this throws
 * SERVICE_UNAVAILABLE, sending the same `client_message_id` again asks for the answer alone.
 */
export async function startTurn(
  deps: ConversationDeps,
  actor: Actor,
  locale: Locale,
  request: ChatRequest,
): Promise<StartedTurn | { turnId: string }> {
  await deps.assertSpace();
  const last = request.messages.at(-1);
  const opened = await openPlay(deps, actor, {
    sessionId: request.session_id,
    mustExist: request.session_must_exist,
    characterId: request.character_id,
    persona: request.persona,
    scenario: request.scenario,
    language: locale,
    voiceId: undefined,
    history: last?.role === "user" ? request.messages.slice(0, -1) : request.messages,
    greets: false,
  });
  const { play, character } = opened;
  const clientId = request.client_message_id;
  const sent = clientId ? await findByClientId(deps.db, play, clientId) : null;
  const answered = sent && (await findTurnForLine(deps.db, play, sent.id));
  if (answered?.messageId) return { turnId: answered.id };
  const wasCut = await deps.turns.cancelPlay(play.id);
  // What was cut may have been taken away with its line.
  const current = (wasCut && (await findPlay(deps.db, actor, play.id))) || play;

  let asked = { play: current, userMessageId: sent?.id ?? null };
  if (!sent && last?.role === "user") {
    const line = userLine(deps, current, character, last.content, clientId);
    const now = await insertUserLines(deps.db, current, [line], deps.now());
    asked = { play: now, userMessageId: line.id };
  }
  return answerLine(deps, actor, locale, request, { ...asked, character, notices: opened.notices });
}

function userLine(
  deps: ConversationDeps,
  play: Play,
  character: CastMember | null,
  content: string,
  clientMessageId: string | undefined,
): NewMessage {
  return {
    id: randomUUID(),
    playId: play.id,
    parentId: play.headMessageId,
    role: "user",
    speaker: userRole(character, play.language, play.userName),
    content: content.toWellFormed(),
    status: "complete",
    clientMessageId: clientMessageId ?? null,
    createdAt: deps.now(),
  };
}
