import { bytes } from "@/lib/contract/answers";
import { pictureQuery } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "A character's picture. Another picture has another key.",
      query: pictureQuery,
      answer: bytes(["image/webp"]),
    },
    async ({ services, actor, params, query }) => {
      const bytes = await services.characters.picture(actor, params.id ?? "", params.key ?? "", query.size);
      return new Response(new Uint8Array(bytes), {
        headers: { "Content-Type": "image/webp", "Cache-Control": "private, max-age=31536000, immutable" },
      });
    },
  ),
});
