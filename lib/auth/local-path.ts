const HERE = "http://here";

/** The path (with its query) where it leads to a page of ours; the lobby for anything else. */
export function localPath(wish: string | null | undefined): string {
  if (!wish?.startsWith("/") || wish.length > 1000) return "/";
  // What browsers read as another host ("//", "/\") another parser may not: only what keeps its form is taken.
  const url = URL.canParse(wish, HERE) ? new URL(wish, HERE) : null;
  if (url?.origin !== HERE || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}`;
}
