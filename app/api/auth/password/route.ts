import { arrival, passwordChange } from "@/lib/contract/sign-in";
import { arrivalAnswer } from "@/lib/http/arrival";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(
    {
      access: "caller",
      body: passwordChange,
      summary: "Another password for oneself; every other session is void.",
      answer: arrival,
    },
    async ({ services, actor, body, request }) => {
      await services.localAccounts.change(actor, body.current_password, body.new_password);
      services.logger.info({ user: actor.id }, "password changed");
      await services.audit.note(actor, { action: "account.password" });
      return arrivalAnswer(services, { actor }, request.headers);
    },
  ),
});
