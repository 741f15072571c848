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

/** In the envelope and once more at top level, as the first version of this API told it. */
export const meAnswer = me.extend({ success: z.literal(true), data: me });

/** What an owner link carries behind its `#`. */
export const ownerRedemption = z.object({ token: z.string().min(1).max(200) });
export const ownerRedeemed = z.object({ is_admin: z.boolean() });
