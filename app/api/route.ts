import { plainJson } from "@/lib/contract/answers";
import { welcome } from "@/lib/contract/health";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "public",
      summary: "Tells a program that it has found this server.",
      answer: plainJson(welcome),
    },
    async () =>
      Response.json(
        { success: true, message: "Avatar Forge Backend Running" },
        { headers: { "Cache-Control": "no-store" } },
      ),
  ),
});
