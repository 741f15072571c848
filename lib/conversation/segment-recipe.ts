import type { Play } from "@/db/queries/plays";
import type { ChatRequest } from "@/lib/contract/chat";
import { completeControls, segmentControls } from "@/lib/speech/controls";
import type { SpeechChoice } from "@/lib/speech/directory";
import type { SpeechRecipe } from "@/lib/speech/recipe";
import { detectLanguage } from "@/lib/speech/script-language";
import type { Segment } from "@/lib/speech/segment";
import type { SpeakingVoice } from "@/lib/speech/voice";
import type { ConversationDeps } from "./deps";

export interface SegmentSpeech {
  play: Pick<Play, "language">;
  voice: SpeakingVoice;
  choice: SpeechChoice;
  wishes: Pick<ChatRequest, "tts_streaming_mode" | "tts_speed">;
}

/** The play's own voice, else the default one. */
export function voiceOf(deps: Pick<ConversationDeps, "voices">, play: Pick<Play, "voiceId">): SpeakingVoice {
  return (play.voiceId && deps.voices.find(play.voiceId)) || deps.voices.fallback();
}

/** How a segment of a line is spoken in this play; a notice's code where its voice cannot say it. */
export function segmentRecipe(
  deps: Pick<ConversationDeps, "speech" | "readings">,
  { play, voice, choice, wishes }: SegmentSpeech,
  segment: Segment,
): SpeechRecipe | "VOICE_CANNOT_READ" | "LANGUAGE_UNSUPPORTED" {
  const engine = deps.speech.kindFor(choice);
  const language = detectLanguage(segment.spoken, play.language);
  if (!deps.speech.engineFor(engine)?.capabilities.languages.includes(language))
    return "LANGUAGE_UNSUPPORTED";
  const kana = engine === "embedded" && language === "ja" ? deps.readings.toKana(segment.spoken) : null;
  if (kana?.unreadable) return "VOICE_CANNOT_READ";
  return {
    kind: "speech",
    engine,
    voiceId: voice.id,
    revisionKey: voice.revisionKey,
    text: kana?.text ?? segment.spoken,
    language,
    controls: completeControls(segmentControls(segment.boundary, wishes.tts_speed), voice.seed),
    streamingMode: wishes.tts_streaming_mode,
  };
}
