import type { Metadata } from "next";
import { NotAdmin } from "@/components/voice-studio/not-admin";
import { VoiceStudio } from "@/components/voice-studio/voice-studio";
import { requestLocale, serverTranslator, uiMessages } from "@/lib/i18n/server";
import { isReaderAdmin, mayReaderClaim } from "@/lib/room";
import { requestMood } from "../../request-mood";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("studio.title"), robots: { index: false } };
}

/** `?voice=` is the voice on the table, `?show=` one of the other places; without either, the engines. */
export default async function AdminVoicesPage(props: PageProps<"/admin/voices">) {
  const [{ voice, show }, locale, mood, mayEnter] = await Promise.all([
    props.searchParams,
    requestLocale(),
    requestMood(),
    isReaderAdmin(),
  ]);
  const words = { locale, messages: uiMessages(locale) };
  if (!mayEnter) return <NotAdmin {...words} mayClaim={await mayReaderClaim()} />;
  const place = typeof voice === "string" ? { voice } : { show: typeof show === "string" ? show : "engines" };
  return <VoiceStudio {...words} mood={mood} place={place} />;
}
