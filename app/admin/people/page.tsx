import type { Metadata } from "next";
import { PeoplePage } from "@/components/people/people";
import { NotAdmin } from "@/components/voice-studio/not-admin";
import { requestLocale, serverTranslator, uiMessages } from "@/lib/i18n/server";
import { loadAdmin, mayReaderClaim } from "@/lib/room";
import { requestMood } from "../../request-mood";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("people.title"), robots: { index: false } };
}

export default async function AdminPeoplePage() {
  const [locale, mood, admin] = await Promise.all([requestLocale(), requestMood(), loadAdmin()]);
  const words = { locale, messages: uiMessages(locale) };
  if (!admin) return <NotAdmin {...words} mayClaim={await mayReaderClaim()} />;
  return <PeoplePage {...words} mood={mood} self={admin} renderedAt={Date.now()} />;
}
