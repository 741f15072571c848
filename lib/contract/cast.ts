import { z } from "zod";
import { castMember } from "./character";
import { optionalText } from "./fields";

export const CAST_PAGE = 60;
/** `recent`: played or written last; `newest`: made last. */
export const CAST_SORTS = ["recent", "newest", "name"] as const;
export const CAST_SHOWS = ["all", "own", "favourites"] as const;

/** What the lobby shows of a character, whoever made it. */
export const castCard = castMember
  .pick({
    id: true,
    name: true,
    category: true,
    tags: true,
    source_work: true,
    voice_id: true,
    image_url: true,
    is_preset: true,
    visibility: true,
    sample_line: true,
    tagline: true,
    stage: true,
  })
  .extend({
    is_own: z.boolean(),
    is_favourite: z.boolean(),
    /** When the reader last played with it; null = never. */
    played_at: z.string().nullable(),
  });
export type CastCard = z.infer<typeof castCard>;

/** Words of `q` must all occur. `category` and `tag` are whole names, as the facets list them. */
export const castQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(CAST_PAGE),
  cursor: optionalText(1000),
  q: optionalText(200),
  category: optionalText(200),
  tag: optionalText(200),
  show: z.enum(CAST_SHOWS).default("all"),
  sort: z.enum(CAST_SORTS).default("recent"),
});
export type CastQuery = z.infer<typeof castQuery>;

const facet = z.object({ name: z.string(), count: z.number().int() });

/** `total`: how many fit; the facets tell of all that `show` and `q` leave, whatever category or tag was asked; empty after the first page. */
export const castPage = z.object({
  characters: z.array(castCard),
  next_cursor: z.string().nullable(),
  total: z.number().int(),
  facets: z.object({ categories: z.array(facet), tags: z.array(facet) }),
});
export type CastPage = z.infer<typeof castPage>;
