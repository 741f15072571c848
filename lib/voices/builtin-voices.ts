import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";
import builtin from "./builtin-voices.json";
import type { Voice } from "./voice";

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
export const BUILTIN_VOICES: readonly Voice[] = voiceFile.parse(builtin).map(({ transcript, ...voice }) => ({
  ...voice,
  language: "ko",
  reference: { file: `${voice.id}.wav`, promptText: transcript, promptLang: "ko" },
  revision: 1,
}));
