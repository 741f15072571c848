import { isRegistrationOpen, setRegistrationOpen } from "@/db/queries/passwords";
import { registration } from "@/lib/contract/sign-in";
import { methods, route } from "@/lib/http/route";

/** GET and PUT /api/admin/registration — whether people may make accounts for themselves. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin" }, async ({ services }) => ({ open: await isRegistrationOpen(services.db) })),
  PUT: route({ access: "admin", body: registration }, async ({ services, actor, body }) => {
    await setRegistrationOpen(services.db, body.open);
    services.logger.info({ by: actor.id, open: body.open }, "registration changed");
    return { open: body.open };
  }),
});
