import type { Metadata } from "next";
import { Settings } from "@/components/settings/settings";
import { SiteBar } from "@/components/ui/site-bar";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";
import { loadPersonas, loadRegistration } from "@/lib/room";
import { requestMood } from "../request-mood";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("settings.title"), robots: { index: false } };
}

export default async function SettingsPage() {
  const [mood, personas, registration] = await Promise.all([
    requestMood(),
    loadPersonas(),
    loadRegistration(),
  ]);
  return (
    <>
      <SiteBar mood={mood} />
      <Settings personas={personas} registration={registration} />
    </>
  );
}
