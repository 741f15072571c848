import { putUserSettings } from "@/lib/contract/user-settings";
import { methods, route } from "@/lib/http/route";
import { settingsView } from "@/lib/services/user-settings";

/** GET and PUT /api/users/me/settings — what one sets for all one's plays; PUT changes what it names. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor, locale }) =>
    settingsView(await services.userSettings.of(actor), locale),
  ),
  PUT: route({ access: "caller", body: putUserSettings }, async ({ services, actor, locale, body }) =>
    settingsView(await services.userSettings.change(actor, body), locale),
  ),
});
