import { credentials } from "@/lib/contract/sign-in";
import { arrivalAnswer, browserActor } from "@/lib/http/arrival";
import { methods, route } from "@/lib/http/route";

/** POST /api/auth/password/login — into an account of this server's own. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "public", body: credentials }, async ({ services, body, request: { headers } }) => {
    const before = await browserActor(services, headers);
    const address = headers.get("x-peer-address") ?? undefined;
    const arrival = await services.localAccounts.enter(before, body, address);
    return arrivalAnswer(services, arrival, headers);
  }),
});
