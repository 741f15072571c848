import type { MetadataRoute } from "next";
import { DEFAULT_LOCALE } from "@/lib/i18n/locales";
import { serverTranslator } from "@/lib/i18n/server";

export default function manifest(): MetadataRoute.Manifest {
  const t = serverTranslator(DEFAULT_LOCALE);
  return {
    name: t("app.name"),
    short_name: t("app.name"),
    description: t("app.description"),
    id: "/",
    start_url: "/",
    lang: DEFAULT_LOCALE,
    display: "standalone",
    background_color: "#120e0b",
    theme_color: "#120e0b",
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
