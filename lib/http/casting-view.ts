import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { CastCard } from "@/lib/contract/cast";
import type { CastingMember } from "@/lib/contract/casting";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { detectLanguage } from "@/lib/i18n/script-language";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";
import { outlook } from "@/lib/speech/outlook";
import type { SpeakingVoice } from "@/lib/speech/voice";

/** A character as it is cast, with what keeps it from being heard. A preset speaks every language of the house. */
export function castingView(services: Services, actor: Actor, card: CastCard, locale: Locale): CastingMember {
  const { id, name, image_url, stage, is_preset, is_own, visibility, voice_id, sample_line } = card;
  const language = is_preset ? locale : detectLanguage(sample_line, locale);
  const { voices } = services.say;
  const named = voice_id === "" ? voices.fallback() : voices.find(voice_id, is_own ? actor.id : null);
  const voice = named ?? voices.fallback();
  const mute = (is_preset ? LOCALES : [language]).filter((each) => !canSay(services, voice, each));
  const problem = named
    ? (muteSentence(mute, locale) ?? awaySentence(services, voice, locale))
    : sentence(locale, "casting_voice_gone");
  return {
    id,
    name,
    image_url,
    stage,
    is_preset,
    is_own,
    visibility,
    voice_id,
    sample_line,
    spoken_by: voice.id,
    language,
    mute_in: mute,
    problem,
  };
}

/** An engine that is away is no reason: it speaks when it is back. */
function canSay({ speech }: Services, voice: SpeakingVoice, language: Locale): boolean {
  const choice = speech.choiceForNewPlay(voice);
  const pool = choice && speech.poolFor(choice, voice, language);
  return pool === null || speech.inPool(pool).length === 0 || speech.speaks(pool, language);
}

function muteSentence(languages: readonly Locale[], locale: Locale): string | null {
  if (languages.length === 0) return null;
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const list = new Intl.ListFormat(locale, { type: "disjunction" });
  return sentence(locale, "casting_mute", {
    languages: list.format(languages.map((each) => names.of(each) ?? each)),
  });
}

function awaySentence({ speech, say }: Services, voice: SpeakingVoice, locale: Locale): string | null {
  const { reason } = outlook(speech, say.voices, voice);
  return reason && sentence(locale, reason);
}
