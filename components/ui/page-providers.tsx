"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { IntlProvider } from "use-intl";
import { DropImport } from "@/components/drop-import/drop-import";
import { keepOfflinePage } from "@/lib/client/offline-page";
import { useUserSettings } from "@/lib/client/use-user-settings";
import type { StoredSettings } from "@/lib/contract/user-settings";
import type { Locale } from "@/lib/i18n/locales";
import type { PageMessages } from "@/lib/i18n/ui-messages";
import { type Account, AccountProvider } from "./account";

/** Goes up with every change of app/offline/route.ts. */
const OFFLINE_PAGE = "1";

/** What every island needs: its language's messages and one query cache. */
export function PageProviders({
  locale,
  messages,
  settings,
  account,
  children,
}: {
  locale: Locale;
  messages: PageMessages;
  /** What the person has set, as the server knows it. */
  settings: StoredSettings;
  account: Account;
  children: ReactNode;
}) {
  useUserSettings(settings);
  const [queries] = useState(() => new QueryClient());
  useEffect(() => keepOfflinePage({ page: OFFLINE_PAGE, locale }), [locale]);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <QueryClientProvider client={queries}>
        <AccountProvider value={account}>{children}</AccountProvider>
        <DropImport />
      </QueryClientProvider>
    </IntlProvider>
  );
}
