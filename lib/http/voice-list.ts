import "server-only";
import type { VoiceList } from "@/lib/contract/speech";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";
import { outlook } from "@/lib/speech/outlook";

/** The voices as people see them: with the engine a new play would use, and what keeps one from speaking. */
export function listVoices({ voices, speech, say }: Services, locale: Locale): VoiceList {
  const { voices: source } = say;
  return {
    voices: voices
      .list()
      .filter((voice) => voice.isActive)
      .map((voice) => {
        const speaking = source.find(voice.id) ?? source.fallback();
        const { pool, reason } = outlook(speech, source, speaking);
        return {
          id: voice.id,
          name: voice.name[locale],
          language: voice.language,
          description: voice.description[locale],
          engine: (pool && speech.kindOf(pool)) ?? "none",
          available: reason === null,
          ...(reason ? { unavailable_reason: sentence(locale, reason) } : {}),
        };
      }),
    default_voice_id: voices.defaultVoiceId,
  };
}
