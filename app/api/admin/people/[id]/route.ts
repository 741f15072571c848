import { deleted } from "@/lib/contract/answers";
import { patchPerson, person } from "@/lib/contract/people";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route(
    {
      access: "admin",
      summary: "Blocks somebody, or lets them in again.",
      description: "Who is blocked may do nothing but sign out; what runs for them ends at once.",
      body: patchPerson,
      answer: person,
    },
    ({ services, actor, params, body }) =>
      services.people.setBlocked(actor, params.id ?? "", body.is_blocked),
  ),
  DELETE: route(
    { access: "admin", summary: "Removes somebody with everything of theirs.", answer: deleted },
    ({ services, actor, params, locale }) => services.people.remove(actor, params.id ?? "", locale),
  ),
});
