import type { Owned } from "@/db/ownership";
import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { CastMember } from "@/lib/contract/character";
import type { ChatRequest } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import { type ChosenModel, modelId } from "@/lib/llm/directory";
import type { SpeechRecipe } from "@/lib/speech/recipe";
import type { ConversationDeps } from "./deps";
import { LineSpeech } from "./line-speech";
import { type Narration, narrationOf } from "./narration";
import { PlayPrompt } from "./prompt/play-prompt";
import { runTurn } from "./run-turn";
import { voiceOf } from "./segment-recipe";
import type { Turn } from "./turn";
import { toEngines } from "./views";

export interface Launch {
  actor: Actor;
  locale: Locale;
  request: ChatRequest;
  play: Owned<Play>;
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
  const narration = narrationOf(deps, play, launched.character, voiceOf(deps, play));
  const speech = lineSpeech(deps, launched, narration);
  turn.onStage = (stage, ms) => deps.metrics.turnStage(stage, chosen.engine.kind, ms);
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
      model: modelId(chosen),
    },
  });
  for (const code of launched.notices) note(turn, locale, code);
  if (chosen.replaced) note(turn, locale, "MODEL_REPLACED", { asked: chosen.replaced, model: chosen.model });
  void runTurn({
    deps,
    turn,
    play,
    chosen,
    prompt: playPrompt(deps, launched),
    temperature: request.temperature,
    speech,
    cut: narration.cut,
    spokenBefore: continued?.content ?? "",
    locale,
  });
  return { turn, model: chosen.model, speech };
}

function lineSpeech(deps: ConversationDeps, launched: Launch, { narrator }: Narration): LineSpeech | null {
  const { actor, locale, request, play, turn, speaker, continued } = launched;
  if (!request.tts_enabled || !play.speechEngine) return null;
  return new LineSpeech({
    deps,
    turn,
    play,
    actor,
    voice: voiceOf(deps, play),
    narrator,
    choice: play.speechEngine,
    speaker,
    locale,
    wishes: request,
    firstIndex: continued?.firstIndex ?? 0,
    earlier: continued?.earlier ?? [],
  });
}

function playPrompt(deps: ConversationDeps, launched: Launch): PlayPrompt {
  const { request, play, character, turn, chosen, continued } = launched;
  return new PlayPrompt(deps, turn.identity, {
    play,
    character,
    chosen,
    persona: request.persona,
    scenario: request.scenario,
    directorNote: request.director_note,
    maxTokens: request.max_tokens,
    isContinued: continued !== undefined,
  });
}

function note(turn: Turn, locale: Locale, code: string, params: Record<string, string> = {}): void {
  turn.append({ type: "notice", data: { code, message: sentence(locale, `notice_${code}`, params) } });
}
