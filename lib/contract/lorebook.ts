import { z } from "zod";

/** Files in the wild hold numbers, nulls and single strings where lists and strings belong. */
const words = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : []),
  z.array(z.coerce.string()).transform((list) => list.map((word) => word.trim()).filter(Boolean)),
);
const loose = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** One entry of a card's `character_book` (V2 and V3). */
export const lorebookEntry = z.looseObject({
  keys: words,
  secondary_keys: words,
  content: z.string().max(32_000).catch(""),
  enabled: z.boolean().catch(true),
  /** Smaller comes earlier. */
  insertion_order: z.number().catch(100),
  /** The smaller goes first where not all fit; without it the later inserted goes first. */
  priority: loose(z.number()),
  /** `secondary_keys` count: one of them must occur too. */
  selective: z.boolean().catch(false),
  /** Always there, whatever is said. */
  constant: z.boolean().catch(false),
  position: z.enum(["before_char", "after_char"]).catch("after_char"),
  case_sensitive: loose(z.boolean()),
  use_regex: z.boolean().catch(false),
});
export type LorebookEntry = z.infer<typeof lorebookEntry>;

const book = z.looseObject({
  name: loose(z.string()),
  /** How many of the newest lines are searched for keys. */
  scan_depth: loose(z.number().int().min(0).max(1000)),
  /** Tokens its entries may take of a prompt. */
  token_budget: loose(z.number().int().min(0)),
  recursive_scanning: z.boolean().catch(false),
  entries: z.array(lorebookEntry).max(5000),
});

/** A lorebook: a card's `character_book`, a `lorebook_v3` file, or SillyTavern's world file. */
export const lorebook = z.preprocess(toBook, book);
export type Lorebook = z.infer<typeof lorebook>;

function toBook(value: unknown): unknown {
  if (!isRecord(value)) return value;
  if (value.spec === "lorebook_v3") return value.data;
  if (Array.isArray(value.entries) || !isRecord(value.entries)) return value;
  return { ...value, entries: Object.values(value.entries).map(fromWorldEntry) };
}

/** SillyTavern's own names for the same things; what it has beyond is kept. */
function fromWorldEntry(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return {
    ...value,
    keys: value.keys ?? value.key,
    secondary_keys: value.secondary_keys ?? value.keysecondary,
    enabled: value.enabled ?? value.disable !== true,
    insertion_order: value.insertion_order ?? value.order,
    position: value.position === 0 ? "before_char" : "after_char",
    case_sensitive: value.case_sensitive ?? value.caseSensitive,
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
