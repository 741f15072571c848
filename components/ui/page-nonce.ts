/** What a library must put on a style element it makes, so that the page's policy lets it in (`proxy.ts`). */
export function pageNonce(): string | undefined {
  // Markup never shows a nonce; the element still knows it.
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
}
