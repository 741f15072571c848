import { z } from "zod";
import { speechLanguage } from "./speech";
import { voiceReference } from "./voices";

const ownVoiceFields = {
  name: z.string().trim().min(1).max(80),
  language: speechLanguage,
  description: z.string().max(2000),
};

/** A voice of one's own: the server chooses the engine, and its sound is what its clips are. Only a name is needed. */
export const createOwnVoice = z.object(ownVoiceFields).partial().required({ name: true });
export type CreateOwnVoice = z.infer<typeof createOwnVoice>;

/** What is absent stays. */
export const changeOwnVoice = z.object(ownVoiceFields).partial().extend({
  /** Its clips leave with the cards of the owner's characters that speak with it. */
  may_travel: z.boolean().optional(),
  /** The version the change was made on; another one now is CONFLICT. */
  version: z.number().int().optional(),
});
export type ChangeOwnVoice = z.infer<typeof changeOwnVoice>;

export const ownVoiceView = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  description: z.string(),
  references: z.array(voiceReference),
  may_travel: z.boolean(),
  version: z.number().int(),
  available: z.boolean(),
  unavailable_reason: z.string().optional(),
  created_at: z.string().nullable(),
  updated_at: z.string().nullable(),
});
export type OwnVoiceView = z.infer<typeof ownVoiceView>;

const amount = z.object({ voices: z.number().int(), bytes: z.number() });

/** GET /api/users/me/voices. */
export const ownVoices = z.object({
  voices: z.array(ownVoiceView),
  used: amount,
  limits: amount,
  /** Those an admin has deleted, until DELETE /api/users/me/voices/{id} says that it was read. */
  removed: z.array(z.object({ id: z.string(), name: z.string(), removed_at: z.string() })),
  /** Why this person makes none here; absent where they may. */
  closed_reason: z.string().optional(),
});
export type OwnVoicesView = z.infer<typeof ownVoices>;

/** What an admin knows of a private voice: whose it is, and what its owner says of where it comes from. Never how it sounds. */
export const ownVoiceListed = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  owner: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  clips: z.number().int(),
  /** Of its clips. */
  bytes: z.number(),
  /** Whose voice it is and what was agreed, as its owner wrote it, each once. */
  consents: z.array(z.string()),
  created_at: z.string().nullable(),
});
export type OwnVoiceListed = z.infer<typeof ownVoiceListed>;

/** GET /api/admin/own-voices: totals, and a page of them, oldest first. */
export const ownVoicesOfPeople = z.object({
  totals: amount.extend({ people: z.number().int() }),
  voices: z.array(ownVoiceListed),
  next_cursor: z.string().nullable(),
});
export type OwnVoicesOfPeople = z.infer<typeof ownVoicesOfPeople>;
