import type { Metadata } from "next";
import { Redoc } from "@/components/api-docs/redoc";
import { SiteBar } from "@/components/ui/site-bar";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";
import { requestMood } from "../request-mood";
import "../styles/api-docs.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = serverTranslator(await requestLocale());
  return { title: t("apiDocs.title"), robots: { index: false } };
}

export default async function RedocPage() {
  return (
    <>
      <SiteBar mood={await requestMood()} />
      <Redoc />
    </>
  );
}
