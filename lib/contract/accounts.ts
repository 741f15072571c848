import { z } from "zod";

/** Who one is. */
export const me = z.object({
  id: z.string(),
  email: z.string().nullable(),
  username: z.string(),
  picture: z.string().nullable(),
  provider: z.string(),
  is_admin: z.boolean(),
  is_guest: z.boolean(),
});

/** In the envelope and once more at top level, as the first version of this API told it. */
export const meAnswer = me.extend({ success: z.literal(true), data: me });

/** What an owner link carries behind its `#`. */
export const ownerRedemption = z.object({ token: z.string().min(1).max(200) });
export const ownerRedeemed = z.object({ is_admin: z.boolean() });
