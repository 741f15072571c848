import { voiceRevisions } from "@/lib/contract/voices";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "Every sound the voice has had, the one of now last.",
      answer: voiceRevisions,
    },
    async ({ services, params }) => ({
      revisions: await services.voiceEditor.revisions(params.id ?? ""),
    }),
  ),
});
