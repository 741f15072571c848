const YEAR_SECONDS = 365 * 24 * 3600;

/** Remembers a choice of the page (mood, language) where the server sees it before it draws. */
export function writeChoice(name: "mood" | "locale", value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is absent on plain http
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
