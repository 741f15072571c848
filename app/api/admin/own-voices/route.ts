import { pageQuery } from "@/lib/contract/fields";
import { ownVoicesOfPeople } from "@/lib/contract/own-voices";
import { ownVoicesOfPeople as viewOf } from "@/lib/http/own-voice-view";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "The private voices there are: whose, how large, and whose consent their owners name.",
      description: "Their sound is their owners' alone.",
      query: pageQuery,
      answer: ownVoicesOfPeople,
    },
    ({ services, locale, query }) => viewOf(services, query, locale),
  ),
});
