import { deleted } from "@/lib/contract/answers";
import { patchPersona, persona } from "@/lib/contract/personas";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route(
    {
      access: "caller",
      summary: "Changes a persona.",
      description: "What is absent stays. Plays that took it keep what they took.",
      body: patchPersona,
      answer: persona,
    },
    ({ services, actor, params, body }) => services.personas.change(actor, params.id ?? "", body),
  ),
  DELETE: route(
    { access: "caller", summary: "Removes a persona.", answer: deleted },
    ({ services, actor, params }) => services.personas.remove(actor, params.id ?? ""),
  ),
});
