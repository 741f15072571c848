"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { IntlProvider } from "use-intl";
import { DropImport } from "@/components/drop-import/drop-import";
import { keepOfflinePage } from "@/lib/client/offline-page";
import type { Locale } from "@/lib/i18n/locales";
import type { PageMessages } from "@/lib/i18n/ui-messages";

/** Goes up with every change of app/offline/route.ts. */
const OFFLINE_PAGE = "1";

/** What every island needs: its language's messages and one query cache. */
export function PageProviders({
  locale,
  messages,
  children,
}: {
  locale: Locale;
  messages: PageMessages;
  children: ReactNode;
}) {
  const [queries] = useState(() => new QueryClient());
  useEffect(() => keepOfflinePage({ page: OFFLINE_PAGE, locale }), [locale]);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <QueryClientProvider client={queries}>
        {children}
        <DropImport />
      </QueryClientProvider>
    </IntlProvider>
  );
}
