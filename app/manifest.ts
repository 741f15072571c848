import type { MetadataRoute } from "next";
import { DEFAULT_LOCALE } from "@/lib/i18n/locales";
import { serverTranslator } from "@/lib/i18n/server";

export default function manifest(): MetadataRoute.Manifest {
  const t = serverTranslator(DEFAULT_LOCALE);
  return {
    name: t("app.name"),
    short_name: t("app.name"),
    description: t("app.description"),
    start_url: "/",
    display: "standalone",
    background_color: "#120e0b",
    theme_color: "#120e0b",
    icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml" }],
  };
}
