"use client";

import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import type { Locale } from "@/lib/i18n/locales";
import type { UiMessages } from "@/lib/i18n/ui-messages";

export interface StudioWordsProps {
  locale: Locale;
  /** All of them: other pages are not handed the studio's. */
  messages: UiMessages;
}

export function StudioWords({ locale, messages, children }: StudioWordsProps & { children: ReactNode }) {
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
