import type { Metadata } from "next";
import { OpenPlay } from "@/components/opening/open-play";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("opening.title"), robots: { index: false } };
}

export default async function PlayPage(props: PageProps<"/play">) {
  const { character } = await props.searchParams;
  const characterId = typeof character === "string" && character !== "" ? character : null;
  return <OpenPlay key={characterId} characterId={characterId} />;
}
