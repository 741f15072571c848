import { z } from "zod";
import { castCard, castQuery } from "./cast";

export const castingQuery = castQuery.pick({ limit: true, cursor: true, q: true });

/** A character and who speaks for it, as an admin sees it. */
export const castingMember = castCard
  .pick({
    id: true,
    name: true,
    image_url: true,
    stage: true,
    is_preset: true,
    is_own: true,
    visibility: true,
    voice_id: true,
    /** A line to hear it by. */
    sample_line: true,
  })
  .extend({
    /** The voice that speaks now: the one of the cast, else the default one. */
    spoken_by: z.string(),
    /** Of that line. */
    language: z.string(),
    /** Languages it speaks in that its voice's engine cannot say. */
    mute_in: z.array(z.string()),
    /** Why it is not heard as it is cast, and what to do; null where it is. */
    problem: z.string().nullable(),
  });
export type CastingMember = z.infer<typeof castingMember>;

export const castingPage = z.object({
  characters: z.array(castingMember),
  next_cursor: z.string().nullable(),
  total: z.number().int(),
});
export type CastingPage = z.infer<typeof castingPage>;

/** Empty: the voice a preset ships with, else the default one. */
export const changeCasting = z.object({ voice_id: z.string().max(128) });

export const castingChanged = z.object({ id: z.string(), voice_id: z.string() });
