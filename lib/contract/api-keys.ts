import { z } from "zod";

export const createApiKeyBody = z.object({ name: z.string().trim().min(1).max(80) });

/** A key as its owner sees it; `key` itself only in the answer that makes it. Times are ISO 8601. */
export const apiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  key: z.string().optional(),
});
export type ApiKeyView = z.infer<typeof apiKeyView>;

export const apiKeyList = z.object({ keys: z.array(apiKeyView) });
