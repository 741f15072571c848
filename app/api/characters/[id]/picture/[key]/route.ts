import { z } from "zod";
import { methods, route } from "@/lib/http/route";

const pictureQuery = z.object({ size: z.enum(["list", "stage"]).default("stage") });

/** GET /api/characters/{id}/picture/{key}?size=list|stage — WebP; another picture has another key. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader", query: pictureQuery }, async ({ services, actor, params, query }) => {
    const bytes = await services.characters.picture(actor, params.id ?? "", params.key ?? "", query.size);
    return new Response(new Uint8Array(bytes), {
      headers: { "Content-Type": "image/webp", "Cache-Control": "private, max-age=31536000, immutable" },
    });
  }),
});
