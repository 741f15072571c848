import { randomUUID } from "node:crypto";
import { findByClientId, listToldLines } from "@/db/queries/messages";
import { findPlay, type NewMessage, type Play, updatePlay } from "@/db/queries/plays";
import { beginTurn, findTurnForLine, insertUserLines } from "@/db/queries/turns";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { CastMember } from "@/lib/contract/character";
import type { ChatRequest } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { ChosenModel } from "@/lib/llm/directory";
import type { ConversationDeps } from "./deps";
import { LineSpeech } from "./line-speech";
import { openPlay, userRole } from "./open-play";
import { buildPrompt } from "./prompt";
import { runTurn } from "./run-turn";
import { Turn } from "./turn";
import { voiceChange } from "./voice-change";

/** Where neither the engine nor the operator names one. */
const ASSUMED_CONTEXT = 4096;

export interface StartedTurn {
  turn: Turn;
  model: string;
  speech: LineSpeech | null;
}

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
  await deps.turns.cancelNewest(play.id);

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
  if (isSpoken) await deps.speech.makeSure(play.speechEngine);
  const speechEngine = play.speechEngine ?? (isSpoken ? deps.speech.choiceForNewPlay() : null);
  // The greeting was to be spoken by what would have spoken then.
  if (speechEngine && !play.speechEngine) await voiceChange(deps, actor, play, speechEngine);
  const changes = { languageEngine: chosen.choice, speechEngine };
  const pinned = await updatePlay(deps.db, actor.id, play.id, changes);
  if (!pinned) throw new AppError("NOT_FOUND", { key: "session_not_found" });
  return pinned;
}

export interface Launch {
  actor: Actor;
  locale: Locale;
  request: ChatRequest;
  play: Play;
  character: CastMember | null;
  turn: Turn;
  chosen: ChosenModel;
  speaker: string;
  notices: string[];
  /** The line that goes on; absent for a new one. */
  continued?: { content: string; firstIndex: number; earlier: LineSpeechEarlier };
}
type LineSpeechEarlier = ConstructorParameters<typeof LineSpeech>[0]["earlier"];

/** Sets a stored turn going; its readers may follow it from now on. */
export async function launch(deps: ConversationDeps, launched: Launch): Promise<StartedTurn> {
  const { actor, locale, request, play, character, turn, chosen, speaker, continued } = launched;
  deps.turns.add(turn);
  const { id, messageId, userMessageId } = turn.identity;
  turn.append({
    type: "turn",
    data: {
      session_id: play.id,
      turn_id: id,
      message_id: messageId,
      user_message_id: userMessageId,
      speaker,
    },
  });
  for (const code of launched.notices) note(turn, locale, code);
  if (chosen.replaced) note(turn, locale, "MODEL_REPLACED", { asked: chosen.replaced, model: chosen.model });
  const voice = (play.voiceId && deps.voices.find(play.voiceId)) || deps.voices.fallback();
  const speech =
    request.tts_enabled && play.speechEngine
      ? new LineSpeech({
          deps,
          turn,
          play,
          actor,
          voice,
          choice: play.speechEngine,
          speaker,
          locale,
          wishes: request,
          firstIndex: continued?.firstIndex ?? 0,
          earlier: continued?.earlier ?? [],
        })
      : null;
  const context = deps.contextLength ?? chosen.contextLength ?? ASSUMED_CONTEXT;
  const told = await listToldLines(deps.db, play);
  const prompt = buildPrompt({
    persona: request.persona ?? play.persona ?? character?.persona ?? "",
    characterName: play.characterName,
    scenario: request.scenario ?? play.scenario ?? (character ? sceneOf(character) : null),
    language: play.language,
    lines: told.filter((line) => line.id !== messageId || continued),
    directorNote: request.director_note,
    budget: Math.max(256, context - request.max_tokens),
    needsCue: chosen.choice === "engine",
  });
  const { temperature, max_tokens: maxTokens } = request;
  const spokenBefore = continued?.content ?? "";
  void runTurn({ deps, turn, play, chosen, prompt, temperature, maxTokens, speech, spokenBefore, locale });
  return { turn, model: chosen.model, speech };
}

function sceneOf(character: CastMember) {
  return { opponent: undefined, situation: character.scene.situation, background: character.worldview };
}

function note(turn: Turn, locale: Locale, code: string, params: Record<string, string> = {}): void {
  turn.append({ type: "notice", data: { code, message: sentence(locale, `notice_${code}`, params) } });
}
