"use client";

import { ChevronDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useTransition } from "react";
import { useLocale, useTranslations } from "use-intl";
import { userSettings } from "@/lib/client/use-user-settings";
import { isLocale, LOCALES } from "@/lib/i18n/locales";
import { writeChoice } from "./page-choice";

/** Each language in its own name, so that a reader finds theirs on a page they cannot read. */
const OWN_NAMES = { ko: "한국어", en: "English", ja: "日本語", zh: "中文" } as const;

export function LanguageSelect() {
  const t = useTranslations("bar");
  const locale = useLocale();
  const router = useRouter();
  const [changing, startChange] = useTransition();
  const select = useRef<HTMLSelectElement>(null);
  const choose = (chosen: string) => {
    if (!isLocale(chosen)) return;
    writeChoice("locale", chosen);
    startChange(async () => {
      // The page comes in the language the server knows of.
      userSettings().change({ language: chosen });
      await userSettings().flush();
      startChange(() => router.refresh());
    });
  };
  // A choice made before the page's scripts arrived stands in the element, and no event tells of it.
  const takeUpChoice = useEffectEvent(() => {
    const chosen = select.current?.value;
    if (chosen && chosen !== locale) choose(chosen);
  });
  useEffect(() => takeUpChoice(), []);
  return (
    <label className="select">
      <span className="visually-hidden">{t("language")}</span>
      <select
        ref={select}
        value={locale}
        disabled={changing}
        // A browser that puts an old choice back into a reloaded page would take it for a new one.
        autoComplete="off"
        onChange={(event) => choose(event.target.value)}
      >
        {LOCALES.map((each) => (
          <option key={each} value={each} lang={each}>
            {OWN_NAMES[each]}
          </option>
        ))}
      </select>
      <ChevronDown className="icon" strokeWidth={1.7} aria-hidden="true" />
    </label>
  );
}
