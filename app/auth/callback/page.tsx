import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { MergeDecision } from "@/components/sign-in/merge-decision";
import { localPath } from "@/lib/auth/local-path";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";
import { loadMergePreview } from "@/lib/room";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("signIn.title"), robots: { index: false } };
}

/** Where every sign-in ends: at the page the person came from, unless there is something to decide first. */
export default async function CallbackPage(props: PageProps<"/auth/callback">) {
  const [{ to }, preview] = await Promise.all([props.searchParams, loadMergePreview()]);
  const target = localPath(typeof to === "string" ? to : null);
  if (!preview) redirect(target);
  return <MergeDecision preview={preview} to={target} />;
}
