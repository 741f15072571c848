import { z } from "zod";
import type { Database } from "@/db/client";
import { type CastRow, listCastEntries, listCastRows, listFavourites } from "@/db/queries/characters";
import { lastPlayed } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { CastCard, CastPage, CastQuery } from "@/lib/contract/cast";
import type { CastMember } from "@/lib/contract/character";
import { unknownCursor } from "@/lib/contract/time-cursor";
import type { Locale } from "@/lib/i18n/locales";
import { pictureAddress, shownLines, stageOf } from "./character-row";

/** A character as far as a list is sorted and narrowed by it. */
interface Entry {
  id: string;
  name: string;
  category: string;
  tags: readonly string[];
  isOwn: boolean;
  createdAt: number;
  /** When it was played or written last; 0 for a preset nobody played. */
  recentAt: number;
  /** Its place among equals: presets keep their own order. */
  tie: string;
  preset: CastMember | null;
}

const cursorShape = z.tuple([z.union([z.number(), z.string()]), z.string()]);
type Key = z.infer<typeof cursorShape>;
/** Facets beyond these would fill the page. */
const MOST_FACETS = 60;

/**
 * The lobby's list: `presets` (in the reader's language), the reader's own and what others show, together; sorted, narrowed, page by page. Throws
 * VALIDATION_ERROR for a cursor that is none of ours.
 */
export async function listCast(
  db: Database,
  presets: readonly CastMember[],
  reader: Actor | null,
  query: CastQuery,
  locale: Locale,
): Promise<CastPage> {
  const after = readCursor(query.cursor);
  const words = (query.q ?? "").normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const [rows, played, favourites] = await Promise.all([
    listCastEntries(db, reader, words),
    reader ? lastPlayed(db, reader) : new Map<string, number>(),
    reader ? listFavourites(db, reader) : [],
  ]);
  const isFavourite = new Set(favourites);
  const entries = [
    ...presetEntries(presets, words, played),
    ...rows.map(
      ({ id, ownerId, name, category, tags, createdAt, updatedAt }): Entry => ({
        id,
        name,
        category,
        tags,
        isOwn: ownerId === reader?.id,
        createdAt,
        recentAt: Math.max(updatedAt, played.get(id) ?? 0),
        tie: id,
        preset: null,
      }),
    ),
  ];
  const shown = entries.filter(
    ({ id, isOwn }) =>
      query.show === "all" ||
      (query.show === "own" && isOwn) ||
      (query.show === "favourites" && isFavourite.has(id)),
  );
  const fitting = shown.filter(
    ({ category, tags }) =>
      (query.category === undefined || category === query.category) &&
      (query.tag === undefined || tags.includes(query.tag)),
  );
  const order = orderBy(query.sort, locale);
  const sorted = fitting
    .map((entry) => ({ entry, key: order.keyOf(entry) }))
    .sort((a, b) => order.compare(a.key, b.key));
  const from = after ? sorted.findIndex(({ key }) => order.compare(key, after) > 0) : 0;
  const page = from < 0 ? [] : sorted.slice(from, from + query.limit);
  const last = page.at(-1);
  const isMore = from >= 0 && from + query.limit < sorted.length;
  const ids = page.flatMap(({ entry }) => (entry.preset ? [] : [entry.id]));
  const cards = new Map((await listCastRows(db, reader, ids)).map((row) => [row.id, row]));
  return {
    characters: page.flatMap(({ entry }) => {
      const card = entry.preset ? presetCard(entry.preset) : rowCard(cards.get(entry.id), entry, locale);
      const playedAt = played.get(entry.id);
      return card === null
        ? []
        : {
            ...card,
            is_own: entry.isOwn,
            is_favourite: isFavourite.has(entry.id),
            played_at: playedAt === undefined ? null : new Date(playedAt).toISOString(),
          };
    }),
    next_cursor: isMore && last ? Buffer.from(JSON.stringify(last.key)).toString("base64url") : null,
    total: sorted.length,
    facets: {
      categories: after ? [] : facets(shown.map(({ category }) => [category])),
      tags: after ? [] : facets(shown.map(({ tags }) => tags)),
    },
  };
}

type Card = Omit<CastCard, "is_own" | "is_favourite" | "played_at">;

function presetEntries(
  presets: readonly CastMember[],
  words: readonly string[],
  played: ReadonlyMap<string, number>,
): Entry[] {
  return presets.flatMap((preset, at): Entry[] => {
    const { name, source_work, personality, tagline, job, category, tags } = preset;
    const text = [name, source_work, personality, tagline, job, category, ...tags].join(" ");
    const folded = text.normalize("NFKC").toLowerCase();
    if (!words.every((word) => folded.includes(word))) return [];
    const recentAt = played.get(preset.id) ?? 0;
    const tie = String(at).padStart(4, "0");
    return [{ id: preset.id, name, category, tags, isOwn: false, createdAt: 0, recentAt, tie, preset }];
  });
}

function presetCard(preset: CastMember): Card {
  const { id, name, category, tags, source_work, voice_id, image_url } = preset;
  const { is_preset, visibility, sample_line, tagline, stage } = preset;
  const whole = { id, name, category, tags, source_work, voice_id, image_url };
  return { ...whole, is_preset, visibility, sample_line, tagline, stage };
}

/** Null where it was removed meanwhile. */
function rowCard(row: CastRow | undefined, { category, tags }: Entry, locale: Locale): Card | null {
  if (!row) return null;
  return {
    id: row.id,
    name: row.name,
    category,
    tags: [...tags],
    source_work: row.sourceWork,
    voice_id: row.voiceId ?? "",
    image_url: pictureAddress(row),
    is_preset: false,
    visibility: row.visibility,
    ...shownLines(row, locale),
    stage: stageOf(row.id),
  };
}

function orderBy(sort: CastQuery["sort"], locale: Locale) {
  const collator = sort === "name" ? new Intl.Collator(locale) : null;
  const keyOf = (entry: Entry): Key => {
    if (sort === "name") return [entry.name, entry.tie];
    return [sort === "newest" ? entry.createdAt : entry.recentAt, entry.tie];
  };
  const compare = (one: Key, other: Key) => {
    const a = one[0];
    const b = other[0];
    const first =
      typeof a === "number" && typeof b === "number" ? b - a : (collator?.compare(`${a}`, `${b}`) ?? 0);
    if (first !== 0) return first;
    return one[1] < other[1] ? -1 : one[1] > other[1] ? 1 : 0;
  };
  return { keyOf, compare };
}

function readCursor(cursor: string | undefined): Key | null {
  if (cursor === undefined) return null;
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw unknownCursor();
  }
}

/** The commonest first; as often: in the order they were met. */
function facets(lists: readonly (readonly string[])[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const names of lists) {
    for (const name of names) if (name !== "") counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_FACETS);
}
