import { listToldLines } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { CastMember } from "@/lib/contract/character";
import type { ChatRequest } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { ChosenModel } from "@/lib/llm/directory";
import type { PromptLine } from "@/lib/llm/engine";
import type { SpeechRecipe } from "@/lib/speech/recipe";
import type { ConversationDeps } from "./deps";
import { LineSpeech } from "./line-speech";
import { buildPrompt } from "./prompt";
import { runTurn } from "./run-turn";
import { voiceOf } from "./segment-recipe";
import type { Turn } from "./turn";
import { toEngines } from "./views";

/** Where neither the engine nor the operator names one. */
const ASSUMED_CONTEXT = 4096;

export interface Launch {
  actor: Actor;
  locale: Locale;
  request: ChatRequest;
  play: Play;
  character: CastMember | null;
  turn: Turn;
  chosen: ChosenModel;
  speaker: string;
  /** Codes of what the person should know. */
  notices: string[];
  /** The line that goes on; absent for a new one. */
  continued?: { content: string; firstIndex: number; earlier: SpeechRecipe[] };
}

export interface StartedTurn {
  turn: Turn;
  model: string;
  speech: LineSpeech | null;
}

/**
 * Sets a stored turn going; its readers may follow it from now on. Does not wait, and does not fail: what goes
 * wrong from here on is the turn's own error.
 */
export function launch(deps: ConversationDeps, launched: Launch): StartedTurn {
  const { locale, request, play, turn, chosen, speaker, continued } = launched;
  const speech = lineSpeech(deps, launched);
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
      engines: toEngines(play),
    },
  });
  for (const code of launched.notices) note(turn, locale, code);
  if (chosen.replaced) note(turn, locale, "MODEL_REPLACED", { asked: chosen.replaced, model: chosen.model });
  void runTurn({
    deps,
    turn,
    play,
    chosen,
    prompt: () => promptFor(deps, launched),
    temperature: request.temperature,
    maxTokens: request.max_tokens,
    speech,
    spokenBefore: continued?.content ?? "",
    locale,
  });
  return { turn, model: chosen.model, speech };
}

function lineSpeech(deps: ConversationDeps, launched: Launch): LineSpeech | null {
  const { actor, locale, request, play, turn, speaker, continued } = launched;
  if (!request.tts_enabled || !play.speechEngine) return null;
  return new LineSpeech({
    deps,
    turn,
    play,
    actor,
    voice: voiceOf(deps, play),
    choice: play.speechEngine,
    speaker,
    locale,
    wishes: request,
    firstIndex: continued?.firstIndex ?? 0,
    earlier: continued?.earlier ?? [],
  });
}

async function promptFor(deps: ConversationDeps, launched: Launch): Promise<PromptLine[]> {
  const { request, play, character, turn, chosen, continued } = launched;
  const context = deps.contextLength ?? chosen.contextLength ?? ASSUMED_CONTEXT;
  const told = await listToldLines(deps.db, play);
  return buildPrompt({
    persona: request.persona ?? play.persona ?? character?.persona ?? "",
    characterName: play.characterName,
    scenario: request.scenario ?? play.scenario ?? (character ? sceneOf(character) : null),
    language: play.language,
    lines: told.filter((line) => line.id !== turn.identity.messageId || continued),
    directorNote: request.director_note,
    budget: Math.max(256, context - request.max_tokens),
    needsCue: chosen.choice === "engine",
    isContinued: continued !== undefined,
  });
}

function sceneOf(character: CastMember) {
  return { opponent: undefined, situation: character.scene.situation, background: character.worldview };
}

function note(turn: Turn, locale: Locale, code: string, params: Record<string, string> = {}): void {
  turn.append({ type: "notice", data: { code, message: sentence(locale, `notice_${code}`, params) } });
}
