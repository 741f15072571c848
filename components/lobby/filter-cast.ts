import type { CastMember } from "@/lib/contract/character";

/** Categories in the cast's own order, each once. */
export function castCategories(cast: readonly CastMember[]): string[] {
  return [...new Set(cast.map((member) => member.category))];
}

/**
 * The members of `category` (null = any) in whose name, work, temperament or tags every word of `query` occurs,
 * whatever its case or composition (NFD typing on macOS finds NFC names).
 */
export function filterCast(
  cast: readonly CastMember[],
  query: string,
  category: string | null,
): readonly CastMember[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return cast.filter((member) => {
    if (category !== null && member.category !== category) return false;
    const text = fold(
      [
        member.name,
        member.source_work,
        member.personality,
        member.tagline,
        member.job,
        member.category,
        ...member.tags,
      ].join(" "),
    );
    return words.every((word) => text.includes(word));
  });
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
