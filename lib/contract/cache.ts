import { z } from "zod";
import { optionalText } from "./fields";

/** The kept sounds, for an admin. */
export const cacheView = z.object({
  /** Of all kept clips, and the most there may be. */
  bytes: z.number(),
  max_bytes: z.number(),
  clips: z.number().int(),
  /** Since the server began: found, and made. */
  hits: z.number().int(),
  misses: z.number().int(),
  /** Most bytes first; "" is what nobody can ask for any more. */
  voices: z.array(z.object({ voice_id: z.string(), clips: z.number().int(), bytes: z.number() })),
});
export type CacheView = z.infer<typeof cacheView>;

/** What goes: of one voice, of all where none is named; what was not played for so many days. */
export const cachePurge = z.object({
  voice_id: optionalText(128),
  older_than_days: z.coerce.number().min(0).max(3650).default(0),
});

export const cachePurged = z.object({ removed: z.number().int() });
