import { AppError } from "@/lib/contract/app-error";
import { toModel } from "@/lib/http/model-list";
import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";

/** GET /v1/models/{id} — one character as a model. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    GET: route({ access: "reader" }, async ({ services, actor, locale, params }) => {
      const character = await services.characters.find(actor, params.id ?? "", locale);
      if (!character) throw new AppError("NOT_FOUND", { key: "character_not_found" });
      return Response.json(toModel(character));
    }),
  }),
);
