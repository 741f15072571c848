import type { Metadata } from "next";
import { Swagger } from "@/components/api-docs/swagger";
import { SiteBar } from "@/components/ui/site-bar";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";
import { requestMood } from "../request-mood";
import "../styles/api-docs.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("apiDocs.title"), robots: { index: false } };
}

export default async function SwaggerPage() {
  return (
    <>
      <SiteBar mood={await requestMood()} />
      <Swagger />
    </>
  );
}
