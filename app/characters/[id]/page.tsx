import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CharacterPage } from "@/components/character-page/character-page";
import { SiteBar } from "@/components/ui/site-bar";
import { requestLocale } from "@/lib/i18n/server";
import { loadCharacter } from "@/lib/room";
import { requestMood } from "../../request-mood";

const load = cache(async (id: string) => loadCharacter(decodeURIComponent(id), await requestLocale()));

export async function generateMetadata(props: PageProps<"/characters/[id]">): Promise<Metadata> {
  const found = await load((await props.params).id);
  return { title: found?.character.name, description: found?.character.tagline };
}

export default async function CharacterRoute(props: PageProps<"/characters/[id]">) {
  const [found, mood] = await Promise.all([load((await props.params).id), requestMood()]);
  if (!found) notFound();
  return (
    <>
      <SiteBar mood={mood} />
      <CharacterPage {...found} renderedAt={Date.now()} />
    </>
  );
}
