import { putUserSettings, userSettingsView } from "@/lib/contract/user-settings";
import { methods, route } from "@/lib/http/route";
import { settingsView } from "@/lib/services/user-settings";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "What one has set for all one's plays.", answer: userSettingsView },
    async ({ services, actor, locale }) => settingsView(await services.userSettings.of(actor), locale),
  ),
  PUT: route(
    {
      access: "caller",
      summary: "Changes the settings it names.",
      body: putUserSettings,
      answer: userSettingsView,
    },
    async ({ services, actor, locale, body }) =>
      settingsView(await services.userSettings.change(actor, body), locale),
  ),
});
