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
  voices: z.array(
    z.object({
      voice_id: z.string(),
      clips: z.number().int(),
      bytes: z.number(),
      /** Lines that are kept as an earlier revision said them, and not yet as the voice sounds now. */
      outdated: z.number().int(),
    }),
  ),
});
export type CacheView = z.infer<typeof cacheView>;

export const remakeVoice = z.object({ voice_id: z.string().min(1).max(128) });

/** Lines kept from a voice's earlier revisions, made by the one of now. */
export const remake = z.object({
  voice_id: z.string(),
  state: z.enum(["running", "done", "cancelled"]),
  /** Lines to make, made, and those no engine would make. */
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
});
export type Remake = z.infer<typeof remake>;

/** What goes: of one voice, of all where none is named; what was not played for so many days. */
export const cachePurge = z.object({
  voice_id: optionalText(128),
  older_than_days: z.coerce.number().min(0).max(3650).default(0),
});

export const cachePurged = z.object({ removed: z.number().int() });
