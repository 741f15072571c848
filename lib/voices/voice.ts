import type { Locale } from "@/lib/i18n/locales";
import type { EmbeddedTimbre } from "@/lib/speech/engine";

/** The clip of our own that an engine clones the voice from, and the words said in it. */
export interface ReferenceClip {
  /** File name in `lib/voices/references`. */
  file: string;
  promptText: string;
  promptLang: Locale;
}

export interface Voice {
  id: string;
  name: Record<Locale, string>;
  description: Record<Locale, string>;
  /** The language it was made for; it speaks all four. */
  language: Locale;
  timbre: EmbeddedTimbre;
  reference: ReferenceClip;
  /** Raised by hand when the same settings come to sound different. */
  revision: number;
}

export const DEFAULT_VOICE_ID = "default";
