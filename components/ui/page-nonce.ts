/** What lets a style or a script of ours into the page, for a library that makes its own (`proxy.ts`). */
export function pageNonce(): string | undefined {
  // Markup never shows a nonce; the element still knows it.
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
}
