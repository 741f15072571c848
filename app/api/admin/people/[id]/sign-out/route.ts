import { signedOut } from "@/lib/contract/people";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "admin", summary: "Voids every session of somebody's.", answer: signedOut },
    ({ services, actor, params }) => services.people.signOut(actor, params.id ?? ""),
  ),
});
