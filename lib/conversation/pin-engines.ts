import { type Play, updatePlay } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { ChosenModel } from "@/lib/llm/directory";
import type { ConversationDeps } from "./deps";
import { voiceOf } from "./segment-recipe";
import { voiceChange } from "./voice-change";

/** What the play begins on stays what it is played on. A play that is not to be spoken looks for no voice. */
export async function pinEngines(
  deps: ConversationDeps,
  actor: Actor,
  play: Play,
  chosen: ChosenModel,
  isSpoken: boolean,
): Promise<Play> {
  const voice = voiceOf(deps, play);
  if (isSpoken) await deps.speech.makeSure(play.speechEngine, voice);
  const speechEngine = play.speechEngine ?? (isSpoken ? deps.speech.choiceForNewPlay(voice) : null);
  // The greeting was to be spoken by what would have spoken then.
  if (speechEngine && !play.speechEngine) await voiceChange(deps, actor, play, speechEngine);
  if (play.languageEngine === chosen.choice && play.speechEngine === speechEngine) return play;
  const changes = { languageEngine: chosen.choice, speechEngine };
  const pinned = await updatePlay(deps.db, actor.id, play.id, changes);
  if (!pinned) throw new AppError("NOT_FOUND", { key: "session_not_found" });
  return pinned;
}
