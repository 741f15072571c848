import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CharacterEditor } from "@/components/character-editor/character-editor";
import { isStep } from "@/components/character-editor/steps";
import { SiteBar } from "@/components/ui/site-bar";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";
import { loadOwnCharacter } from "@/lib/room";
import { requestMood } from "../../../request-mood";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("editor.editTitle"), robots: { index: false } };
}

export default async function EditCharacterPage(props: PageProps<"/characters/[id]/edit">) {
  const [{ id }, { step, draft }, mood] = await Promise.all([
    props.params,
    props.searchParams,
    requestMood(),
  ]);
  const character = await loadOwnCharacter(decodeURIComponent(id));
  if (!character) notFound();
  return (
    <>
      <SiteBar mood={mood} />
      <CharacterEditor
        key={character.id}
        initial={character}
        firstStep={isStep(step) ? step : "script"}
        beginsDrafting={draft === "1"}
      />
    </>
  );
}
