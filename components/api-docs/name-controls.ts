/** What Swagger UI leaves without a name a screen reader could say, and with which it says it. */
const NAMES = [
  ["select#servers", "Server"],
  [".opblock-body textarea", "Request body"],
] as const;

/** Names what is drawn now and later, and lets the keyboard scroll what scrolls. Returns what ends it. */
export function nameControls(inside: HTMLElement): () => void {
  const name = () => {
    for (const [which, said] of NAMES) {
      for (const control of inside.querySelectorAll(`${which}:not([aria-label])`))
        control.setAttribute("aria-label", said);
    }
    for (const sample of inside.querySelectorAll(".highlight-code > *:not([tabindex])"))
      sample.setAttribute("tabindex", "0");
  };
  const watch = new MutationObserver(name);
  watch.observe(inside, { childList: true, subtree: true });
  name();
  return () => watch.disconnect();
}
