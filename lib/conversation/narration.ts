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

/** As the person has it in this play, else as the character has it; a play without one leaves directions unspoken. */
export function narrationOf(
  { voices }: Pick<ConversationDeps, "voices">,
  play: Pick<Play, "narration" | "mood" | "ownerId">,
  character: Narrated | null,
  voice: SpeakingVoice,
): Narration {
  const { narrator_voice_id: id = "" } = character ?? {};
  const narration = play.narration ?? character?.narration ?? "dialogue";
  return {
    cut: {
      speakDirections: narration === "everything",
      narrates: narration === "narrator",
      cutsAtDirections: play.mood === null && Object.keys(voice.moods).length > 0,
    },
    narrator: voices.find(id, play.ownerId) ?? voices.fallback(),
  };
}

/** Of a play whose character is not at hand. */
export async function narrationIn(
  deps: Pick<ConversationDeps, "voices" | "findCharacter">,
  actor: Actor,
  play: Pick<Play, "characterId" | "language" | "narration" | "mood" | "ownerId">,
  voice: SpeakingVoice,
): Promise<Narration> {
  const { characterId, language } = play;
  const character = characterId ? await deps.findCharacter(actor, characterId, language) : null;
  return narrationOf(deps, play, character, voice);
}
