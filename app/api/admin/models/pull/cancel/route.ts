import { modelPull } from "@/lib/contract/models";
import { pullView } from "@/lib/http/model-views";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "admin", summary: "Stops the download that runs.", answer: modelPull.nullable() },
    async ({ services, locale }) => {
      const pull = await services.models.cancel();
      return pull && pullView(pull, locale);
    },
  ),
});
