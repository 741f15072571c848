import { exportQuery } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

/** GET /api/characters/{id}/export?format=png|json|charx — the character as a file. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader", query: exportQuery }, async ({ services, actor, params, locale, query }) => {
    const file = await services.cards.export(actor, params.id ?? "", query.format, locale);
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        "Content-Type": file.mediaType,
        "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
        "Cache-Control": "private, no-store",
      },
    });
  }),
});
