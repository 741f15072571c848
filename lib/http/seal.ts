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

/** What every answer leaves with: its id, the CORS headers its caller may have, and for HEAD no body. */
export async function sealed(request: Request, response: Response, requestId: string): Promise<Response> {
  response.headers.set("X-Request-Id", requestId);
  await allowCors(request, response);
  if (request.method !== "HEAD" || !response.body) return response;
  // Nobody would read it: whatever makes it is let go.
  await response.body.cancel();
  return new Response(null, response);
}

async function allowCors(request: Request, response: Response): Promise<void> {
  const origin = request.headers.get("origin");
  if (origin === null) return;
  const services = await getServices().catch(() => null);
  if (!services || !isCorsOrigin(origin, services.settings)) return;
  response.headers.set("Access-Control-Allow-Origin", origin);
  response.headers.set("Access-Control-Allow-Credentials", "true");
  response.headers.set("Access-Control-Expose-Headers", EXPOSED);
  response.headers.append("Vary", "Origin");
}
