import { plainJson } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { openAiModel } from "@/lib/contract/openai";
import { toModel } from "@/lib/http/model-list";
import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    GET: route(
      { access: "reader", summary: "One character as a model.", answer: plainJson(openAiModel) },
      async ({ services, actor, locale, params }) => {
        const character = await services.characters.find(actor, params.id ?? "", locale);
        if (!character) throw new AppError("NOT_FOUND", { key: "character_not_found" });
        return Response.json(toModel(character));
      },
    ),
  }),
);
