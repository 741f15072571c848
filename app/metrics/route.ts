import { createHash, timingSafeEqual } from "node:crypto";
import { bytes } from "@/lib/contract/answers";
import { methods, type NextHandler, route } from "@/lib/http/route";
import { getServices, type Services } from "@/lib/services";

const answer = async ({ services }: { services: Services }) => {
  const { text, contentType } = await services.metrics.read();
  return new Response(text, { headers: { "Content-Type": contentType, "Cache-Control": "no-store" } });
};
const forToken = route({ access: "public" }, answer);
const forAdmin = route(
  {
    access: "admin",
    summary: "The server's figures for Prometheus, for an admin or the bearer of METRICS_TOKEN.",
    answer: bytes(["text/plain"]),
  },
  answer,
);

const read: NextHandler = async (request, context) => {
  const expected = (await getServices()).settings.metricsToken;
  const given = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const isToken = expected !== undefined && given !== undefined && isSame(given, expected);
  return (isToken ? forToken : forAdmin)(request, context);
};

/** In the same time wherever they differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

read.declared = forAdmin.declared;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
