import type { ApiKey } from "@/lib/auth/api-keys";
import type { ApiKeyView } from "@/lib/contract/api-keys";

export function apiKeyViewOf({ id, name, createdAt, lastUsedAt }: ApiKey): ApiKeyView {
  return {
    id,
    name,
    created_at: new Date(createdAt).toISOString(),
    last_used_at: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
  };
}
