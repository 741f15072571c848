import { bytes } from "@/lib/contract/answers";
import { exportQuery } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "A character as a file, a character card.",
      query: exportQuery,
      answer: bytes(["image/png", "application/json", "application/zip"]),
    },
    async ({ services, actor, params, locale, query }) => {
      const file = await services.cards.export(actor, params.id ?? "", query.format, locale);
      return new Response(new Uint8Array(file.bytes), {
        headers: {
          "Content-Type": file.mediaType,
          "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
          "Cache-Control": "private, no-store",
        },
      });
    },
  ),
});
