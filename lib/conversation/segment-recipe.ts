import type { Play } from "@/db/queries/plays";
import type { ChatRequest } from "@/lib/contract/chat";
import { detectLanguage } from "@/lib/i18n/script-language";
import { completeControls, segmentControls } from "@/lib/speech/controls";
import { EMBEDDED_POOL, type SpeechChoice } from "@/lib/speech/directory";
import { directionBefore, moodFor } from "@/lib/speech/emotions";
import { engineText } from "@/lib/speech/engine-text";
import type { SpeechRecipe } from "@/lib/speech/recipe";
import type { Segment } from "@/lib/speech/segment";
import { type SpeakingVoice, voiceInRecipe } from "@/lib/speech/voice";
import type { ConversationDeps } from "./deps";

export interface SegmentSpeech {
  play: Pick<Play, "language" | "mood">;
  /** The character's. */
  voice: SpeakingVoice;
  narrator: SpeakingVoice;
  choice: SpeechChoice;
  wishes: Pick<ChatRequest, "tts_streaming_mode" | "tts_speed">;
}

/** Who speaks in this play: its voice where the player may use it, else the server's default one. */
export function voiceOf(
  { voices }: Pick<ConversationDeps, "voices">,
  play: Pick<Play, "voiceId" | "ownerId">,
): SpeakingVoice {
  return (play.voiceId && voices.find(play.voiceId, play.ownerId)) || voices.fallback();
}

/** How a segment of a line is spoken in this play; a notice's code where its voice cannot say it. */
export function segmentRecipe(
  deps: Pick<ConversationDeps, "speech" | "readings">,
  { play, voice: own, narrator, choice, wishes }: SegmentSpeech,
  segment: Segment,
  /** The line as far as it is written; its stage directions tell the mood. */
  content: string,
): SpeechRecipe | "VOICE_ENGINE_MISSING" | "VOICE_CANNOT_READ" | "LANGUAGE_UNSUPPORTED" {
  const voice = segment.isNarrated ? narrator : own;
  const language = detectLanguage(segment.spoken, play.language);
  const pool = deps.speech.poolFor(choice, voice, language);
  const kind = pool === null ? null : deps.speech.kindOf(pool);
  if (pool === null || kind === null) return "VOICE_ENGINE_MISSING";
  if (!deps.speech.speaks(pool, language)) return "LANGUAGE_UNSUPPORTED";
  const text = engineText(deps.readings, segment.spoken, { pool, language });
  if (text === null) return "VOICE_CANNOT_READ";
  // The embedded voice has one mood, and a narrator takes no part.
  const moods = pool === EMBEDDED_POOL || segment.isNarrated ? [] : Object.keys(voice.moods);
  const mood = play.mood ?? moodFor(directionBefore(content, segment.start), moods);
  return {
    kind: "speech",
    pool,
    ...voiceInRecipe(voice, moods.length > 0 ? mood : undefined),
    text,
    language,
    controls: completeControls(segmentControls(segment.boundary, wishes.tts_speed, voice), voice, kind),
    streamingMode: wishes.tts_streaming_mode,
  };
}
