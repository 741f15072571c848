import { z } from "zod";
import { me } from "./accounts";
import { PASSWORD_LENGTH } from "./password-length";

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

/** A new guest's token goes to programs alone: a browser has it in its cookie. */
export const guestLogin = me.extend({ access_token: z.string().optional() });

/** `merge`: everything becomes the account's · `discard`: it is deleted. Either way the account is signed in to. */
export const mergeDecision = z.object({ choice: z.enum(["merge", "discard"]) });
export const mergeDecided = z.object({ decided: z.boolean() });

/** What one signs in under: letters and digits of any script, and `. _ - @` between them. */
const login = z
  .string()
  .trim()
  .min(2)
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]*$/u);
const newPassword = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);

export const credentials = z.object({
  login: z.string().trim().min(1).max(64),
  password: z.string().min(1).max(PASSWORD_LENGTH.max),
});
export const newAccount = z.object({ login, password: newPassword });
export const passwordChange = z.object({
  current_password: z.string().min(1).max(PASSWORD_LENGTH.max),
  new_password: newPassword,
});
export const passwordReset = z.object({ new_password: newPassword });
export const passwordSet = z.object({ id: z.string() });
export const registration = z.object({ open: z.boolean() });

/** `decision_needed`: GET /api/auth/merge says what is to be decided before one is signed in. */
export const arrival = z.object({ signed_in: z.boolean(), decision_needed: z.boolean() });

export const signedOutEverywhere = z.object({ signed_out: z.boolean() });
