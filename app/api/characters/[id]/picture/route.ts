import { MAX_PICTURE_BYTES } from "@/lib/characters";
import { readUpload } from "@/lib/http/read-upload";
import { methods, route } from "@/lib/http/route";

/** PUT /api/characters/{id}/picture — the character's picture (PNG, JPEG, WebP, judged by its bytes). */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route({ access: "caller" }, async ({ services, actor, params, locale, request }) => {
    const { bytes } = await readUpload(request, MAX_PICTURE_BYTES);
    return services.characters.setPicture(actor, params.id ?? "", bytes, locale);
  }),
});
