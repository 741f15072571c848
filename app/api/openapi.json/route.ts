import { z } from "zod";
import { plainJson } from "@/lib/contract/answers";
import { methods, route } from "@/lib/http/route";

const document = z.looseObject({ openapi: z.string() });
let written: Promise<string> | null = null;

/** Every route's module is loaded for it, so it is made when somebody first asks. */
async function write(): Promise<string> {
  const [{ openApiDocument }, { ROUTES }] = await Promise.all([
    import("@/lib/http/openapi/document"),
    import("./routes"),
  ]);
  return JSON.stringify(openApiDocument(ROUTES));
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public", summary: "This document.", answer: plainJson(document) }, async () => {
    written ??= write();
    const headers = { "Content-Type": "application/json", "Cache-Control": "no-cache" };
    return new Response(await written, { headers });
  }),
});
