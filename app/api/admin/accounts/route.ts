import { me } from "@/lib/contract/accounts";
import { newAccount } from "@/lib/contract/sign-in";
import { methods, route } from "@/lib/http/route";
import { meOf } from "@/lib/services/me";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      body: newAccount,
      summary: "An account of this server's own, for somebody else.",
      answer: me,
    },
    async ({ services, actor, body }) => {
      const account = await services.localAccounts.create(body);
      services.logger.info({ user: account.id, by: actor.id }, "account made by an admin");
      return meOf(services, account);
    },
  ),
});
