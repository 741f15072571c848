import { seenFrom } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import { arrival, newAccount } from "@/lib/contract/sign-in";
import { arrivalAnswer } from "@/lib/http/arrival";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      body: newAccount,
      summary: "The guest one is becomes an account of this server's own.",
      answer: arrival,
    },
    async ({ services, actor, body, request }) => {
      // A key speaks for a person and does not become one.
      if (/^Bearer\s+af_/i.test(request.headers.get("authorization") ?? "")) throw new AppError("FORBIDDEN");
      const account = await services.localAccounts.register(actor, body);
      services.logger.info({ user: account.id, provider: "password" }, "account made");
      await services.audit.note(seenFrom(account, actor.address ?? null), {
        action: "sign_in.password",
        details: { is_new: true },
      });
      return arrivalAnswer(services, { actor: account }, request.headers);
    },
  ),
});
