import type { Metadata } from "next";
import { OwnerSignIn } from "@/components/owner/owner-sign-in";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("owner.title"), robots: { index: false }, referrer: "no-referrer" };
}

export default function OwnerPage() {
  return <OwnerSignIn />;
}
