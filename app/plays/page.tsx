import type { Metadata } from "next";
import { PlayShelf } from "@/components/play-shelf/play-shelf";
import { requestLocale, serverTranslator, uiMessages } from "@/lib/i18n/server";
import { loadPlays } from "@/lib/room";
import { requestMood } from "../request-mood";

const FIRST_PLAYS = 30;

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("shelf.title"), robots: { index: false } };
}

export default async function PlaysPage() {
  const [locale, mood, first] = await Promise.all([requestLocale(), requestMood(), loadPlays(FIRST_PLAYS)]);
  return (
    <PlayShelf
      locale={locale}
      messages={uiMessages(locale)}
      mood={mood}
      first={first}
      renderedAt={Date.now()}
    />
  );
}
