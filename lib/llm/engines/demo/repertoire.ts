import type { Locale } from "@/lib/i18n/locales";

/** What a line of the user's can be about, whoever answers. */
export const DEMO_INTENTS = [
  "greeting",
  "farewell",
  "thanks",
  "identity",
  "where",
  "why",
  "love",
  "fear",
  "comfort",
] as const;
export type DemoIntent = (typeof DEMO_INTENTS)[number];

/** A matter the character has something of its own to say about. */
export interface DemoTheme {
  /** Words that name it. Latin ones match whole words (a plural `s` allowed), a final `*` any ending. */
  keys: string[];
  lines: string[];
}

/**
 * Everything one character of the demo cast can say in one language: display text, whole sentences,
 * stage directions only in `actions` (without asterisks), `{quote}` in `echoes` for the user's words
 * and `{name}` for the character's.
 */
export interface DemoRepertoire {
  /** Short first reactions; their first clause decides how soon the voice is heard. */
  openers: string[];
  actions: string[];
  /** Thoughts of its own, for lines nothing else fits. */
  musings: string[];
  /** What it asks back. */
  questions: string[];
  echoes: string[];
  /** Says, in its own manner, that no language model is connected. */
  honest: string[];
  /** Mentions in passing that its lines are prepared. */
  reminders: string[];
  intents: Record<DemoIntent, string[]>;
  themes: DemoTheme[];
}

/** The repertoire of a character, or null for one that brings none. */
export type FindRepertoire = (characterId: string, locale: Locale) => DemoRepertoire | null;
