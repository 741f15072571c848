import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { ConversationDeps } from "./deps";
import { voiceOf } from "./segment-recipe";

/**
 * The id of the voice a person chose for a play, made ready for its next line; the character's own for "". Null: the
 * server's default one. NOT_FOUND for one there is not.
 */
export async function chosenVoice(
  deps: ConversationDeps,
  actor: Actor,
  play: Play,
  voiceId: string,
): Promise<string | null> {
  if (voiceId !== "" && !deps.voices.find(voiceId)) {
    throw new AppError("NOT_FOUND", { key: "play_voice_not_found" });
  }
  const character =
    voiceId === "" && play.characterId
      ? await deps.findCharacter(actor, play.characterId, play.language)
      : null;
  const chosen = voiceId || character?.voice_id || null;
  deps.speaker.prepare(voiceOf(deps, { voiceId: chosen }), actor.id);
  return chosen;
}
