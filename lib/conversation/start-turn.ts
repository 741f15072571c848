import { randomUUID } from "node:crypto";
import { findByClientId } from "@/db/queries/messages";
import { findPlay, type NewMessage, type Play, updatePlay } from "@/db/queries/plays";
import { beginTurn, findTurnForLine, insertUserLines } from "@/db/queries/turns";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { CastMember } from "@/lib/contract/character";
import type { ChatRequest } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import type { ChosenModel } from "@/lib/llm/directory";
import type { ConversationDeps } from "./deps";
import { launch, type StartedTurn } from "./launch-turn";
import { openPlay, userRole } from "./open-play";
import { voiceOf } from "./segment-recipe";
import { Turn } from "./turn";
import { voiceChange } from "./voice-change";

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
  const sent = clientId ? await findByClientId(deps.db, play.id, clientId) : null;
  const answered = sent && (await findTurnForLine(deps.db, sent.id));
  if (answered?.messageId) return { turnId: answered.id };
  await deps.turns.cancelPlay(play.id);

  let userMessageId = sent?.id ?? null;
  if (!sent && last?.role === "user") {
    const line = await userLine(deps, actor, play, character, last.content, clientId);
    await insertUserLines(deps.db, play.id, [line], deps.now());
    userMessageId = line.id;
  }
  return answer(deps, actor, locale, request, { play, character, userMessageId, notices: opened.notices });
}

async function userLine(
  deps: ConversationDeps,
  actor: Actor,
  play: Play,
  character: CastMember | null,
  content: string,
  clientMessageId: string | undefined,
): Promise<NewMessage> {
  const current = await findPlay(deps.db, actor.id, play.id);
  return {
    id: randomUUID(),
    playId: play.id,
    parentId: current?.headMessageId ?? null,
    role: "user",
    speaker: userRole(character, play.language),
    content: content.toWellFormed(),
    status: "complete",
    clientMessageId: clientMessageId ?? null,
    createdAt: deps.now(),
  };
}

interface Asked {
  play: Play;
  character: CastMember | null;
  userMessageId: string | null;
  notices: string[];
}

async function answer(
  deps: ConversationDeps,
  actor: Actor,
  locale: Locale,
  request: ChatRequest,
  asked: Asked,
): Promise<StartedTurn> {
  const { character, userMessageId } = asked;
  const chosen = await deps.language.choose(asked.play.languageEngine, request.model);
  const play = await pinEngines(deps, actor, asked.play, chosen, request.tts_enabled);
  const speaker = request.current_speaker || play.characterName;
  const messageId = randomUUID();
  const turn = new Turn({ id: randomUUID(), playId: play.id, ownerId: actor.id, messageId, userMessageId });
  const now = deps.now();
  await beginTurn(deps.db, {
    playId: play.id,
    reply: {
      id: messageId,
      playId: play.id,
      parentId: play.headMessageId,
      role: "assistant",
      speaker,
      content: "",
      status: "streaming",
      createdAt: now,
    },
    turn: {
      id: turn.identity.id,
      playId: play.id,
      userMessageId,
      messageId,
      status: "running",
      model: chosen.model,
      createdAt: now,
    },
    now,
  });
  return launch(deps, {
    actor,
    locale,
    request,
    play,
    character,
    turn,
    chosen,
    speaker,
    notices: asked.notices,
  });
}

/** What the play begins on stays what it is played on. */
async function pinEngines(
  deps: ConversationDeps,
  actor: Actor,
  play: Play,
  chosen: ChosenModel,
  isSpoken: boolean,
): Promise<Play> {
  if (isSpoken) await deps.speech.makeSure(play.speechEngine, voiceOf(deps, play));
  const speechEngine =
    play.speechEngine ?? (isSpoken ? deps.speech.choiceForNewPlay(voiceOf(deps, play)) : null);
  // The greeting was to be spoken by what would have spoken then.
  if (speechEngine && !play.speechEngine) await voiceChange(deps, actor, play, speechEngine);
  const changes = { languageEngine: chosen.choice, speechEngine };
  const pinned = await updatePlay(deps.db, actor.id, play.id, changes);
  if (!pinned) throw new AppError("NOT_FOUND", { key: "session_not_found" });
  return pinned;
}
