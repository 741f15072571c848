import { z } from "zod";

/** `name`, `name:tag`, `owner/name:tag`, or one of Hugging Face's: never the address of another registry. */
export const modelName = z
  .string()
  .trim()
  .max(200)
  .regex(
    /^(?:(?:(?:hf\.co|huggingface\.co)\/)?[A-Za-z0-9][\w-]*\/)?[A-Za-z0-9][\w.-]*(?::[A-Za-z0-9][\w.-]*)?$/,
  );

export const pullModel = z.object({ model: modelName });
export const namedModel = z.object({ model: modelName });

/** One download of a model, as it stands. Sizes in bytes. */
export const modelPull = z.object({
  model: z.string(),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  /** What it is at. */
  step: z.enum(["starting", "downloading", "finishing"]),
  completed: z.number(),
  /** Of what is known so far; 0 before anything is. */
  total: z.number(),
  /** Bytes per second of the last seconds; null while nothing can be said. */
  rate: z.number().nullable(),
  /** Why it failed, in the request's language. */
  message: z.string().optional(),
});
export type ModelPull = z.infer<typeof modelPull>;

/** Event names of a download's stream: any number of `progress`, then one of the others. Each carries a `modelPull`. */
export const MODEL_PULL_EVENTS = ["progress", "done", "error", "cancelled"] as const;

const installedModel = z.object({
  name: z.string(),
  /** Bytes on the engine's disk. */
  size: z.number(),
  parameter_size: z.string().nullable(),
  /** In memory now. */
  loaded: z.boolean(),
  /** Tokens; of a loaded one. */
  context_length: z.number().nullable(),
  /** Tokens; the most it was trained for, where the engine tells. */
  max_context_length: z.number().nullable(),
});
export type InstalledModel = z.infer<typeof installedModel>;

const recommendedModel = z.object({
  name: z.string(),
  /** Bytes to download, about. */
  size: z.number(),
  installed: z.boolean(),
  /** Whether it fits into the memory that is free; null where that is not known. */
  fits: z.boolean().nullable(),
  /** The one to take. */
  best: z.boolean(),
});
export type RecommendedModel = z.infer<typeof recommendedModel>;

export const engineModels = z.object({
  installed: z.array(installedModel),
  recommended: z.array(recommendedModel),
  /** Bytes free on the engine's machine; null where it is another one. */
  free_memory: z.number().nullable(),
  /** The download that runs, or the last one. */
  pull: modelPull.nullable(),
});
export type EngineModels = z.infer<typeof engineModels>;

export const modelRemoved = z.object({ model: z.string(), deleted: z.boolean() });
