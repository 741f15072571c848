import { deleted } from "@/lib/contract/answers";
import {
  createPersona,
  deletePersonaQuery,
  patchNamedPersona,
  persona,
  personaList,
} from "@/lib/contract/personas";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "Who one is in one's plays, oldest first.", answer: personaList },
    async ({ services, actor }) => ({ personas: await services.personas.list(actor) }),
  ),
  POST: route(
    {
      access: "caller",
      summary: "Somebody else to be in one's plays.",
      description: "Without `is_default` a person's first one is the default: new plays take it.",
      body: createPersona,
      answer: persona,
    },
    ({ services, actor, body }) => services.personas.create(actor, body),
  ),
  PATCH: route(
    {
      access: "caller",
      summary: "Changes the persona named in the body.",
      description: "What is absent stays. Plays that took it keep what they took.",
      body: patchNamedPersona,
      answer: persona,
    },
    ({ services, actor, body }) => services.personas.change(actor, body.id, body),
  ),
  DELETE: route(
    { access: "caller", summary: "Removes a persona.", query: deletePersonaQuery, answer: deleted },
    ({ services, actor, query }) => services.personas.remove(actor, query.id),
  ),
});
