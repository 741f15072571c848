import { engineControl, engineControlled } from "@/lib/contract/engines";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      summary: "An engine's process starts again, or ends.",
      body: engineControl,
      answer: engineControlled,
    },
    async ({ services, params, body, request }) => {
      const { id = "" } = params;
      await services.engines.control(id, body.command, request.signal);
      return { id, command: body.command };
    },
  ),
});
