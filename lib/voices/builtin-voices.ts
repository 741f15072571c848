import { z } from "zod";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import type { EmbeddedTimbre } from "@/lib/speech/engine";
import builtin from "./builtin-voices.json";

/** A voice that ships, with its clip of our own that an engine clones it from, and the words said in it. */
export interface BuiltinVoice {
  id: string;
  name: Record<Locale, string>;
  description: Record<Locale, string>;
  language: Locale;
  timbre: EmbeddedTimbre;
  /** `file`: in `lib/voices/references`. */
  reference: { file: string; promptText: string; promptLang: Locale };
  /** Raised by hand when the same settings come to sound different. */
  revision: number;
}

const inEveryLocale = z.record(z.enum(LOCALES), z.string().min(1));

const voiceFile = z.array(
  z.object({
    id: z.string(),
    name: inEveryLocale,
    description: inEveryLocale,
    timbre: z.object({ variant: z.string(), pitch: z.number(), range: z.number(), rate: z.number() }),
    /** Said in the reference clip, word by word; Korean. */
    transcript: z.string().min(1),
  }),
);

/**
 * The voices that ship: `default` first, then one for each preset character, under its id.
 * Their clips are made from this list by `scripts/make-references.mjs`.
 */
export const BUILTIN_VOICES: readonly BuiltinVoice[] = voiceFile
  .parse(builtin)
  .map(({ transcript, ...voice }) => ({
    ...voice,
    language: "ko",
    reference: { file: `${voice.id}.wav`, promptText: transcript, promptLang: "ko" },
    revision: 1,
  }));
