import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { CastMember } from "@/lib/contract/character";
import type { SegmenterOptions } from "@/lib/speech/segmenter";
import type { SpeakingVoice } from "@/lib/speech/voice";
import type { ConversationDeps } from "./deps";

/** What becomes of a character's stage directions when a line is spoken. */
export interface Narration {
  cut: SegmenterOptions;
  /** Who speaks them where they are segments of their own. */
  narrator: SpeakingVoice;
}

type Narrated = Pick<CastMember, "narration" | "narrator_voice_id">;

/** As the character has it, spoken by this voice; a play without one leaves directions unspoken. */
export function narrationOf(
  { voices }: Pick<ConversationDeps, "voices">,
  character: Narrated | null,
  voice: SpeakingVoice,
  userId: string,
): Narration {
  const { narration = "dialogue", narrator_voice_id: id = "" } = character ?? {};
  return {
    cut: {
      speakDirections: narration === "everything",
      narrates: narration === "narrator",
      cutsAtDirections: Object.keys(voice.moods).length > 0,
    },
    narrator: voices.find(id, userId) ?? voices.fallback(),
  };
}

/** Of a play whose character is not at hand. */
export async function narrationIn(
  deps: Pick<ConversationDeps, "voices" | "findCharacter">,
  actor: Actor,
  { characterId, language }: Pick<Play, "characterId" | "language">,
  voice: SpeakingVoice,
): Promise<Narration> {
  const character = characterId ? await deps.findCharacter(actor, characterId, language) : null;
  return narrationOf(deps, character, voice, actor.id);
}
