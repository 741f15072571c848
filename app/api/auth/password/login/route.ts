import { arrival, credentials } from "@/lib/contract/sign-in";
import { arrivalAnswer, browserActor } from "@/lib/http/arrival";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "public",
      body: credentials,
      summary: "Into an account of this server's own.",
      answer: arrival,
    },
    async ({ services, body, request: { headers } }) => {
      const before = await browserActor(services, headers);
      const address = headers.get("x-peer-address") ?? undefined;
      const arrival = await services.localAccounts.enter(before, body, address);
      return arrivalAnswer(services, arrival, headers);
    },
  ),
});
