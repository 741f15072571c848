import { apiKeysOf, createApiKey } from "@/lib/auth/api-keys";
import { apiKeyList, apiKeyView, createApiKeyBody } from "@/lib/contract/api-keys";
import { apiKeyViewOf } from "@/lib/http/api-key-view";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "caller", summary: "One's own keys for other programs.", answer: apiKeyList },
    async ({ services, actor }) => ({
      keys: (await apiKeysOf(services.db, actor)).map(apiKeyViewOf),
    }),
  ),
  POST: route(
    { access: "caller", summary: "A new key, shown this once.", body: createApiKeyBody, answer: apiKeyView },
    async ({ services, actor, body }) => {
      const { token, ...key } = await createApiKey(services.db, actor, body.name);
      return { ...apiKeyViewOf(key), key: token };
    },
  ),
});
