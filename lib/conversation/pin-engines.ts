import type { Owned } from "@/db/ownership";
import { type Play, updatePlay } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import { USUAL_MODEL } from "@/lib/contract/chat";
import { type ChosenModel, modelId } from "@/lib/llm/directory";
import type { ConversationDeps } from "./deps";
import { voiceOf } from "./segment-recipe";
import { voiceChange } from "./voice-change";

/** The model a play is asked to be answered by: this time's wish, else the one chosen for the play. */
export const wantedModel = (play: Play, asked: string | undefined): string | undefined =>
  asked ?? play.languageModel ?? undefined;

/** What the play begins on, and the model it is `asked` to be played on, stay. A play that is not to be spoken looks for no voice. */
export async function pinEngines(
  deps: ConversationDeps,
  actor: Actor,
  play: Owned<Play>,
  chosen: ChosenModel,
  { asked, isSpoken }: { asked: string | undefined; isSpoken: boolean },
): Promise<Owned<Play>> {
  const voice = voiceOf(deps, play);
  if (isSpoken) await deps.speech.makeSure(play.speechEngine, voice);
  const speechEngine = play.speechEngine ?? (isSpoken ? deps.speech.choiceForNewPlay(voice) : null);
  // The greeting was to be spoken by what would have spoken then.
  if (speechEngine && !play.speechEngine) await voiceChange(deps, actor, play, speechEngine);
  const isChosen = asked !== undefined && chosen.replaced === null;
  const choice = asked === USUAL_MODEL ? null : modelId(chosen);
  const languageModel = isChosen ? choice : play.languageModel;
  const isSame = play.languageEngine === chosen.choice && play.languageModel === languageModel;
  if (isSame && play.speechEngine === speechEngine) return play;
  const changes = { languageEngine: chosen.choice, languageModel, speechEngine };
  const pinned = await updatePlay(deps.db, play, changes);
  if (!pinned) throw new AppError("NOT_FOUND", { key: "session_not_found" });
  return pinned;
}
