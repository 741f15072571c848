"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { AccountLink } from "./account";
import { BrandMark } from "./brand-mark";
import { LanguageSelect } from "./language-select";
import { type Mood, MoodToggle } from "./mood-toggle";

/** The bar of the lobby: the house's name, what the page adds, who one is, language and light. */
export function SiteBar({ mood, children }: { mood: Mood; children?: ReactNode }) {
  const t = useTranslations("app");
  return (
    <header className="bar">
      <BrandMark name={t("name")} />
      <div className="bar-end">
        {children}
        <AccountLink />
        <LanguageSelect />
        <MoodToggle initial={mood} />
      </div>
    </header>
  );
}
