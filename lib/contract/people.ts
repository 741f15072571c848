import { z } from "zod";
import { optionalText, pageQuery } from "./fields";

/** Somebody this server knows, as an admin sees them. Times are ISO 8601. */
export const person = z.object({
  id: z.string(),
  kind: z.enum(["guest", "account", "anonymous"]),
  name: z.string().nullable(),
  email: z.string().nullable(),
  is_admin: z.boolean(),
  is_blocked: z.boolean(),
  /** Signs in with a name and a password of this server's, which an admin may set anew. */
  has_password: z.boolean(),
  created_at: z.string(),
  /** When they last played; null: never. */
  last_played_at: z.string().nullable(),
  /** Seats they hold now. */
  seats: z.number().int(),
  plays: z.number().int(),
  /** Lines told in them, the characters' too. */
  lines: z.number().int(),
  characters: z.number().int(),
  /** Sounds kept for them (some may be others' too), in bytes and seconds. */
  clip_bytes: z.number().int(),
  speech_seconds: z.number(),
});
export type PersonView = z.infer<typeof person>;

export const peopleQuery = pageQuery.extend({ q: optionalText(200) });
export const peoplePage = z.object({
  people: z.array(person),
  next_cursor: z.string().nullable(),
  /** Of the whole server, now. */
  seats: z.object({ total: z.number().int(), taken: z.number().int(), waiting: z.number().int() }),
});
export type PeoplePage = z.infer<typeof peoplePage>;

export const patchPerson = z.object({ is_blocked: z.boolean() });
export const signedOut = z.object({ id: z.string(), signed_out: z.boolean() });

/** Something that was done: a sign-in, or an act of an admin's by its method and address. */
export const auditEntry = z.object({
  id: z.number().int(),
  at: z.string(),
  actor: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  /** Where it came from; null where that is not known, or the person is gone. */
  address: z.string().nullable(),
  action: z.string(),
  target: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditPage = z.object({ events: z.array(auditEntry), next_cursor: z.string().nullable() });
export type AuditPage = z.infer<typeof auditPage>;
