import "server-only";
import type { VoiceList } from "@/lib/contract/speech";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";

/** The voices as people see them: with the engine a new play would use, and what keeps one from speaking. */
export function listVoices({ voices, speech }: Services, locale: Locale): VoiceList {
  const choice = speech.choiceForNewPlay();
  const engine = choice && speech.kindFor(choice);
  const reasonFor = (voice: Parameters<typeof voices.referenceFor>[0]): string | undefined => {
    if (!engine || !speech.isUp(engine)) return "voice_engine_offline";
    const isBlind = engine !== "embedded" && speech.isUnreadable(engine, voices.referenceFor(voice));
    return isBlind ? "reason_reference_unreadable" : undefined;
  };
  return {
    voices: voices.list().map((voice) => {
      const reason = reasonFor(voice);
      return {
        id: voice.id,
        name: voice.name[locale],
        language: voice.language,
        description: voice.description[locale],
        engine: engine ?? "none",
        available: reason === undefined,
        ...(reason ? { unavailable_reason: sentence(locale, reason) } : {}),
      };
    }),
    default_voice_id: voices.defaultVoiceId,
  };
}
