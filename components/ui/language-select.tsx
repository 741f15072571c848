"use client";

import { ChevronDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useLocale, useTranslations } from "use-intl";
import { LOCALES } from "@/lib/i18n/locales";
import { writeChoice } from "./page-choice";

/** Each language in its own name, so that a reader finds theirs on a page they cannot read. */
const OWN_NAMES = { ko: "한국어", en: "English", ja: "日本語", zh: "中文" } as const;

export function LanguageSelect() {
  const t = useTranslations("bar");
  const locale = useLocale();
  const router = useRouter();
  const [changing, startChange] = useTransition();
  return (
    <label className="select">
      <span className="visually-hidden">{t("language")}</span>
      <select
        value={locale}
        disabled={changing}
        onChange={(event) => {
          writeChoice("locale", event.target.value);
          startChange(() => router.refresh());
        }}
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
