import "server-only";
import { cookies, headers } from "next/headers";
import { createTranslator } from "use-intl/core";
import { isLocale, type Locale, matchLocale } from "./locales";
import { UI_MESSAGES, type UiMessages } from "./ui-messages";

/** The language of the page being rendered: the person's choice, else the browser's wish, else Korean. */
export async function requestLocale(): Promise<Locale> {
  const chosen = (await cookies()).get("locale")?.value;
  if (isLocale(chosen)) return chosen;
  return matchLocale((await headers()).get("accept-language"));
}

export function uiMessages(locale: Locale): UiMessages {
  return UI_MESSAGES[locale];
}

/** Translates `lib/i18n/messages/*.ui.json` on the server: `t("lobby.title")`. */
export function serverTranslator(locale: Locale) {
  return createTranslator({ locale, messages: uiMessages(locale), timeZone: "UTC" });
}
