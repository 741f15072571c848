import { z } from "zod";

/** Who one is. A guest has no address. */
export const me = z.object({
  id: z.string(),
  email: z.string().nullable(),
  username: z.string(),
  picture: z.string().nullable(),
  provider: z.enum(["guest", "google", "password"]),
  is_admin: z.boolean(),
  is_guest: z.boolean(),
});
export type Me = z.infer<typeof me>;

/** What a guest would bring along into the account they proved to be theirs. */
export const mergePreview = z.object({
  account: me.pick({ email: true, username: true, picture: true }),
  guest: z.object({
    plays: z.number().int(),
    characters: z.number().int(),
    favourites: z.number().int(),
    voices: z.number().int(),
    keys: z.number().int(),
    is_admin: z.boolean(),
  }),
});
export type MergePreview = z.infer<typeof mergePreview>;

/** `merge`: everything becomes the account's · `discard`: it is deleted. Either way the account is signed in to. */
export const mergeDecision = z.object({ choice: z.enum(["merge", "discard"]) });
