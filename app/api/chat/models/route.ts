import { chatModelList } from "@/lib/contract/chat";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "public", summary: "What can answer now, the default first.", answer: chatModelList },
    async ({ services }) => ({ models: services.language.listModels() }),
  ),
});
