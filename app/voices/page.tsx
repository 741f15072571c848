import type { Metadata } from "next";
import { OwnVoices } from "@/components/own-voices/own-voices";
import { requestLocale, serverTranslator, uiMessages } from "@/lib/i18n/server";
import { requestMood } from "../request-mood";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("ownVoices.title"), robots: { index: false } };
}

/** `?voice=` is the voice on the table; without one, a new voice. */
export default async function OwnVoicesPage(props: PageProps<"/voices">) {
  const [{ voice }, locale, mood] = await Promise.all([props.searchParams, requestLocale(), requestMood()]);
  const voiceId = typeof voice === "string" ? voice : null;
  return <OwnVoices locale={locale} messages={uiMessages(locale)} mood={mood} voiceId={voiceId} />;
}
