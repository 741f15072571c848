import { plainJson } from "@/lib/contract/answers";
import { openAiModelList } from "@/lib/contract/openai";
import { listModels } from "@/lib/http/model-list";
import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    GET: route(
      {
        access: "reader",
        summary: "The characters one may talk with, as models.",
        answer: plainJson(openAiModelList),
      },
      async ({ services, actor, locale }) =>
        Response.json({ object: "list", data: await listModels(services, actor, locale) }),
    ),
  }),
);
