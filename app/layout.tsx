import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Blocked } from "@/components/ui/blocked";
import { PageProviders } from "@/components/ui/page-providers";
import { requestLocale, serverTranslator, uiMessages } from "@/lib/i18n/server";
import { loadAccount, loadReader } from "@/lib/room";
import { requestMood } from "./request-mood";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return {
    title: { default: t("app.name"), template: `%s · ${t("app.name")}` },
    description: t("app.description"),
    applicationName: t("app.name"),
  };
}

/** The browser's own edges take the ground of the page's mood (`--surface` of app/tokens.css as sRGB). */
export async function generateViewport(): Promise<Viewport> {
  return {
    themeColor: (await requestMood()) === "dark" ? "#120e0b" : "#f6efe2",
    viewportFit: "cover",
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, mood, { settings, isBlocked }, account] = await Promise.all([
    requestLocale(),
    requestMood(),
    loadReader(),
    loadAccount(),
  ]);
  const t = serverTranslator(locale);
  const {
    clips: _clips,
    ownVoices: _own,
    studio: _studio,
    people: _people,
    shelf: _shelf,
    ...messages
  } = uiMessages(locale);
  return (
    <html lang={locale} data-mood={mood}>
      <body>
        <a className="skip-link" href="#main">
          {t("app.skip")}
        </a>
        <PageProviders locale={locale} messages={messages} settings={settings} account={account}>
          {isBlocked ? <Blocked /> : children}
        </PageProviders>
      </body>
    </html>
  );
}
