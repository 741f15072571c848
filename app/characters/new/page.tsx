import type { Metadata } from "next";
import { NewCharacter } from "@/components/character-editor/new-character";
import { SiteBar } from "@/components/ui/site-bar";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";
import { requestMood } from "../../request-mood";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("editor.newTitle") };
}

export default async function NewCharacterPage() {
  return (
    <>
      <SiteBar mood={await requestMood()} />
      <NewCharacter />
    </>
  );
}
