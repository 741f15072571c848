import type { CastMember } from "@/lib/contract/character";
import type { Locale } from "@/lib/i18n/locales";

const ADDRESS: Record<Locale, string> = { ko: "당신", en: "you", ja: "あなた", zh: "你" };

/** How a character calls a person whose name it does not know. */
export function addressOf(locale: Locale): string {
  return ADDRESS[locale];
}

/** What `{{char}}` stands for: a card's nickname, else the name. */
export function cardName({ name, instructions }: Pick<CastMember, "name" | "instructions">): string {
  return instructions?.nickname || name;
}
