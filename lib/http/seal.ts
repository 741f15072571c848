import "server-only";
import { readCookie } from "@/lib/auth/identify";
import { isCorsOrigin } from "@/lib/auth/origin";
import { isLocale, type Locale, matchLocale } from "@/lib/i18n/locales";
import { getServices } from "@/lib/services";

/** What a page of another origin may read of an answer's headers. */
const EXPOSED = "X-Request-Id, Retry-After, X-File-Id, X-Sample-Rate, X-Cached, Content-Range, Accept-Ranges";

/** The language a person chose on the pages, else their browser's. */
export function localeOf(headers: Headers): Locale {
  const chosen = readCookie(headers.get("cookie"), "locale");
  return isLocale(chosen) ? chosen : matchLocale(headers.get("accept-language"));
}

/** What every answer leaves with: its id, who of other origins may have it, and for HEAD no body. */
export async function sealed(request: Request, response: Response, requestId: string): Promise<Response> {
  response.headers.set("X-Request-Id", requestId);
  await allowOrigins(request, response);
  if (request.method !== "HEAD" || !response.body) return response;
  // Nobody would read it: whatever makes it is let go.
  await response.body.cancel();
  return new Response(null, response);
}

/** A page elsewhere plays and shows nothing of ours, unless CORS_ORIGINS names some: what plays a sound sends no Origin. */
async function allowOrigins(request: Request, response: Response): Promise<void> {
  const services = await getServices().catch(() => null);
  const isShared = (services?.settings.corsOrigins.length ?? 0) > 0;
  response.headers.set("Cross-Origin-Resource-Policy", isShared ? "cross-origin" : "same-origin");
  const origin = request.headers.get("origin");
  if (origin === null || !services || !isCorsOrigin(origin, services.settings)) return;
  response.headers.set("Access-Control-Allow-Origin", origin);
  response.headers.set("Access-Control-Allow-Credentials", "true");
  response.headers.set("Access-Control-Expose-Headers", EXPOSED);
  response.headers.append("Vary", "Origin");
}
