/** A text in the form `mentions` looks at: compatibility forms and case folded away. */
export function foldForSearch(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/**
 * Whether a folded `text` speaks of `key`; form of the key as in `DemoTheme.keys`. Latin keys are whole
 * words; others are found anywhere, blanks aside, because people set them as they like.
 */
export function mentions(text: string, key: string): boolean {
  const folded = foldForSearch(key);
  if (!/^[a-z]/u.test(folded)) return withoutBlanks(text).includes(withoutBlanks(folded));
  const stem = folded.replace(/\*$/u, "");
  const ending = stem !== folded ? "\\p{L}*" : stem.length > 2 ? "s?" : "";
  return new RegExp(`(?<![a-z])${escapePattern(stem)}${ending}(?![a-z])`, "u").test(text);
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/gu, "");
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&");
}
