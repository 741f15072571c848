import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { VoiceList } from "@/lib/contract/speech";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";
import { outlook } from "@/lib/speech/outlook";
import type { Voice } from "@/lib/voices";

/** Whose voice it sounds like is known of those that ship, by the timbre their stand-in has. */
function tagsOf({ spec, source, ownerId }: Voice): VoiceList["voices"][number]["tags"] {
  const variant = spec.timbre?.variant ?? "";
  const moods = new Set(spec.references.map(({ emotion }) => emotion));
  return [
    ...(/^(f\d|aunty|steph)/i.test(variant) ? (["female"] as const) : []),
    ...(/^(m\d|david|reed|mario)/i.test(variant) ? (["male"] as const) : []),
    ...(moods.size > 1 ? (["moods"] as const) : []),
    ownerId !== null ? "mine" : source === "shipped" ? "shipped" : "made",
  ];
}

/** The voices as a person sees them, their own last: with the engine a new play would use, and what keeps one from speaking. */
export function listVoices(
  { voices, speech, say }: Services,
  actor: Actor | null,
  locale: Locale,
): VoiceList {
  const { voices: source } = say;
  const userId = actor?.id ?? null;
  return {
    voices: [...voices.list(), ...(userId === null ? [] : voices.ownedBy(userId))]
      .filter((voice) => voice.isActive)
      .map((voice) => {
        const speaking = source.find(voice.id, userId) ?? source.fallback();
        const { pool, reason } = outlook(speech, source, speaking);
        return {
          id: voice.id,
          name: voice.name[locale],
          language: voice.language,
          description: voice.description[locale],
          engine: (pool && speech.kindOf(pool)) ?? "none",
          languages: LOCALES.filter((language) => pool !== null && speech.speaks(pool, language)),
          tags: tagsOf(voice),
          moods: Object.keys(speaking.moods),
          available: reason === null,
          ...(reason ? { unavailable_reason: sentence(locale, reason) } : {}),
        };
      }),
    default_voice_id: voices.defaultVoiceId,
  };
}
