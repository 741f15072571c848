import type { Locale } from "./locales";
import en from "./messages/en.ui.json";
import ja from "./messages/ja.ui.json";
import ko from "./messages/ko.ui.json";
import zh from "./messages/zh.ui.json";

/** What the pages say; the Korean file is the original, the others have its keys. */
export type UiMessages = typeof ko;

/** What every page is handed: the words voices, people and the shelf of plays are looked after with go to those pages alone. */
export type PageMessages = Omit<UiMessages, "clips" | "ownVoices" | "studio" | "people" | "shelf">;

/** All four languages: server code only, a page is handed the one it speaks. */
export const UI_MESSAGES: Record<Locale, UiMessages> = { ko, en, ja, zh };
