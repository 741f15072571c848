import { z } from "zod";
import { optionalText } from "./fields";

/** A voice that came with a card and waits: nobody uses it before an admin accepts it. */
export const cardVoice = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  character: z.object({ id: z.string(), name: z.string() }),
  /** Who brought the card. */
  owner: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  /** Heard at /api/admin/card-voices/{id}/clips/{place in this list, from 0}. */
  clips: z.array(
    z.object({
      seconds: z.number(),
      prompt_text: z.string(),
      prompt_lang: z.string(),
      emotion: z.string(),
    }),
  ),
  bytes: z.number().int(),
  created_at: z.string(),
});
export type CardVoice = z.infer<typeof cardVoice>;

/** GET /api/admin/card-voices, the one that waits longest first. */
export const cardVoiceList = z.object({ voices: z.array(cardVoice) });
export type CardVoiceList = z.infer<typeof cardVoiceList>;

/** Absent: its own name, set inactive, with no note. */
export const acceptCardVoice = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  is_active: z.boolean().optional(),
  /** Whose voice it is and that they agreed. */
  consent: optionalText(500),
});
export type AcceptCardVoice = z.infer<typeof acceptCardVoice>;

export const cardVoiceAccepted = z.object({
  id: z.string(),
  voice_id: z.string(),
  /** Its character speaks with it now; false where its owner chose another meanwhile. */
  assigned: z.boolean(),
});
