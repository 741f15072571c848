import { meAnswer } from "@/lib/contract/accounts";
import { plainJson } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";
import { meOf } from "@/lib/services/me";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "Who one is. Nobody is 401, and no guest is made.",
      answer: plainJson(meAnswer),
    },
    async ({ services, actor }) => {
      if (!actor || actor.kind === "anonymous") throw new AppError("UNAUTHENTICATED");
      const me = await meOf(services, actor);
      const headers = { "Cache-Control": "no-store" };
      return Response.json({ success: true, data: me, ...me }, { headers });
    },
  ),
});
