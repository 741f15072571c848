import { listModels } from "@/lib/http/model-list";
import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";

/** GET /v1/models — the characters, as what `model` of /v1/chat/completions may be. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    GET: route({ access: "reader" }, async ({ services, actor, locale }) =>
      Response.json({ object: "list", data: await listModels(services, actor, locale) }),
    ),
  }),
);
