import { isRegistrationOpen, setRegistrationOpen } from "@/db/queries/passwords";
import { registration } from "@/lib/contract/sign-in";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "admin", summary: "Whether people may make accounts for themselves.", answer: registration },
    async ({ services }) => ({ open: await isRegistrationOpen(services.db) }),
  ),
  PUT: route(
    {
      access: "admin",
      body: registration,
      summary: "Lets people make accounts for themselves, or not.",
      answer: registration,
    },
    async ({ services, actor, body }) => {
      await setRegistrationOpen(services.db, body.open);
      services.logger.info({ by: actor.id, open: body.open }, "registration changed");
      return { open: body.open };
    },
  ),
});
