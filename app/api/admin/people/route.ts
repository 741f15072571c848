import { peoplePage, peopleQuery } from "@/lib/contract/people";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "Everybody this server knows, with what they use; newest first.",
      query: peopleQuery,
      answer: peoplePage,
    },
    ({ services, query }) => services.people.list(query),
  ),
});
