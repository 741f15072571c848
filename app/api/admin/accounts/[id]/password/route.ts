import { passwordReset, passwordSet } from "@/lib/contract/sign-in";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(
    {
      access: "admin",
      body: passwordReset,
      summary: "A new password for somebody who forgot theirs; their sessions are void.",
      answer: passwordSet,
    },
    async ({ services, actor, params, body }) => {
      const { id = "" } = params;
      await services.localAccounts.reset(id, body.new_password);
      services.logger.info({ user: id, by: actor.id }, "password set by an admin");
      return { id };
    },
  ),
});
