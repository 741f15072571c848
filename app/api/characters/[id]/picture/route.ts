import { MAX_PICTURE_BYTES } from "@/lib/characters";
import { castMember } from "@/lib/contract/character";
import { readUpload } from "@/lib/http/read-upload";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(
    {
      access: "caller",
      summary: "Sets a character's picture, which is cut and encoded anew.",
      upload: { of: "a PNG, JPEG or WebP picture" },
      answer: castMember,
    },
    async ({ services, actor, params, locale, request }) => {
      const { bytes } = await readUpload(request, MAX_PICTURE_BYTES);
      return services.characters.setPicture(actor, params.id ?? "", bytes, locale);
    },
  ),
});
