import { health } from "@/lib/contract/health";
import { healthOf } from "@/lib/http/health";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "public", summary: "How the server and its engines are.", answer: health },
    async ({ services, locale }) => healthOf(services, locale),
  ),
});
