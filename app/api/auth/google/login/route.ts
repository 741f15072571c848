import { z } from "zod";
import { departToGoogle } from "@/lib/auth/google";
import { originOf } from "@/lib/auth/origin";
import { AppError } from "@/lib/contract/app-error";
import { seeOther, wantsJson } from "@/lib/http/arrival";
import { methods, route } from "@/lib/http/route";

const where = z.object({ to: z.string().max(1000).optional() });

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "public",
      query: where,
      summary: "To Google; ?to= is the page of ours to end at.",
      answer: {
        status: 303,
        content: {},
        description: "To Google, or to the sign-in page with ?error= saying why not.",
      },
    },
    async ({ services, query, request: { headers } }) => {
      const { google, settings } = services;
      if (!google) {
        if (wantsJson(headers)) throw new AppError("SERVICE_UNAVAILABLE", { key: "google_not_configured" });
        return seeOther("/sign-in?error=google_not_configured");
      }
      const origin = originOf(headers, settings.publicUrl);
      const { location, setCookies } = await departToGoogle(origin, query.to ?? "/", google);
      return seeOther(location, setCookies);
    },
  ),
});
