import { z } from "zod";

/** Who a person is in their plays. Times are ISO 8601. */
export const persona = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** New plays take it where nothing else is chosen; at most one is. */
  is_default: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type PersonaView = z.infer<typeof persona>;
export const personaList = z.object({ personas: z.array(persona) });

export const MAX_PERSONAS = 50;

/** Without `is_default` a person's first one is the default. */
export const createPersona = z.object({
  name: z.string().trim().min(1).max(100),
  description: z.string().max(8000).default(""),
  is_default: z.boolean().optional(),
});
export type CreatePersona = z.infer<typeof createPersona>;

/** What is absent stays as it is. */
export const patchPersona = createPersona.extend({ description: z.string().max(8000) }).partial();
export type PatchPersona = z.infer<typeof patchPersona>;

const named = z.object({ id: z.string().min(1).max(128) });
/** At `/api/personas` itself: which one stands in the body of PATCH, and in the query of DELETE. */
export const patchNamedPersona = patchPersona.extend(named.shape);
export const deletePersonaQuery = named;

/** Who the person is in one play; empty: nobody in particular. */
export const playUser = z.object({
  name: z.string().trim().max(100).default(""),
  persona: z.string().max(8000).default(""),
});
export type PlayUser = z.infer<typeof playUser>;
