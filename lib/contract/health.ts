import { z } from "zod";

export const serviceHealth = z.enum(["healthy", "unhealthy"]);

/** One engine as people may know it: no address. `busy` = it answers slowly because it works. */
export const engineState = z.object({
  kind: z.string(),
  name: z.string(),
  state: z.enum(["up", "busy", "down"]),
  /** True for the demo cast and the embedded voice. */
  embedded: z.boolean(),
  /** True for an engine that answers only plays whose person chose one of its models. */
  on_request: z.boolean().optional(),
  /** Why it cannot be used and what to do, in the request's language. */
  reason: z.string().optional(),
  /** The same for programs: `no_models`, `refused`, `busy`, `unknown_service` … */
  reason_code: z.string().optional(),
  /** What people should know although it can be used: another model answers than the one set. */
  notice: z.string().optional(),
});
export type EngineState = z.infer<typeof engineState>;

export const health = z.object({
  backend: serviceHealth,
  llm: serviceHealth,
  tts: serviceHealth,
  gen3d: serviceHealth,
  style: serviceHealth,
  timestamp: z.string(),
  details: z.object({
    llm: z.array(engineState),
    tts: z.array(engineState),
    /** Which engine a play begun now would use; null where none may serve. */
    new_play: z.object({ llm: z.string().nullable(), tts: z.string().nullable() }),
  }),
});
export type Health = z.infer<typeof health>;

export const alive = z.object({ status: z.string() });

/** What tells a program that it has found this server. */
export const welcome = z.object({ success: z.literal(true), message: z.string() });
