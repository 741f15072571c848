import { apiKeysOf, createApiKey } from "@/lib/auth/api-keys";
import { createApiKeyBody } from "@/lib/contract/api-keys";
import { apiKeyViewOf } from "@/lib/http/api-key-view";
import { methods, route } from "@/lib/http/route";

/** GET and POST /api/keys — one's own keys for other programs; a new one is shown this once. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "caller" }, async ({ services, actor }) => ({
    keys: (await apiKeysOf(services.db, actor)).map(apiKeyViewOf),
  })),
  POST: route({ access: "caller", body: createApiKeyBody }, async ({ services, actor, body }) => {
    const { token, ...key } = await createApiKey(services.db, actor, body.name);
    return { ...apiKeyViewOf(key), key: token };
  }),
});
