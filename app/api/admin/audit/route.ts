import { pageQuery } from "@/lib/contract/fields";
import { auditPage } from "@/lib/contract/people";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "Sign-ins and what admins did, newest first.",
      query: pageQuery,
      answer: auditPage,
    },
    ({ services, query }) => services.audit.list(query),
  ),
});
