import { bytes } from "@/lib/contract/answers";
import { methods, route } from "@/lib/http/route";
import { requestLocale, serverTranslator } from "@/lib/i18n/server";
import { requestMood } from "../request-mood";

/** `--surface`, `--ink` and `--spotlight` of app/tokens.css as sRGB: this page has no style sheet to read them from. */
const LOOK = {
  dark: { ground: "#120e0b", ink: "#f1eadd", lit: "#f2b750", onLit: "#221503" },
  light: { ground: "#f6efe2", ink: "#251d17", lit: "#efb13a", onLit: "#221503" },
} as const;

const SUMMARY = "What the service worker keeps, and shows while the server cannot be reached.";

/** One file that needs no other and runs nothing. Its button asks for the address the person wanted. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public", summary: SUMMARY, answer: bytes(["text/html"]) }, async () => {
    const [locale, mood] = await Promise.all([requestLocale(), requestMood()]);
    const t = serverTranslator(locale);
    const { ground, ink, lit, onLit } = LOOK[mood];
    const html = `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="${ground}">
<title>${t("offline.title")} · ${t("app.name")}</title>
<style>
:root { color-scheme: ${mood}; }
body { display: grid; align-content: center; min-height: 100svh; margin: 0; padding: 2rem clamp(1.25rem, 8vw, 8rem);
  box-sizing: border-box; background: ${ground}; color: ${ink}; font: 1rem/1.65 system-ui, sans-serif; word-break: keep-all; }
p:first-child { margin: 0 0 .75rem; font-size: .8125rem; letter-spacing: .14em; }
h1 { margin: 0; font: 700 clamp(1.5rem, 5vw, 2.25rem)/1.35 "Gowun Batang", "Noto Serif KR", AppleMyungjo, Batang, serif; }
main p:not(:first-child) { max-width: 34em; margin: .75rem 0 1.75rem; }
a { display: inline-block; padding: .75rem 1.25rem; border-radius: 6px; background: ${lit}; color: ${onLit};
  font-weight: 640; text-decoration: none; }
a:focus-visible { outline: 2px solid ${ink}; outline-offset: 3px; }
</style>
</head>
<body><main><p>${t("app.name")}</p><h1>${t("offline.title")}</h1><p>${t("offline.body")}</p><a href="">${t("offline.again")}</a></main></body>
</html>
`;
    return new Response(html, {
      headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
    });
  }),
});
