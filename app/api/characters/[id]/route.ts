import { findPreset } from "@/lib/characters";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

const preset = route({ access: "caller" }, async ({ params, locale }) => {
  const isPreset = findPreset(params.id ?? "", locale) !== null;
  throw new AppError(isPreset ? "FORBIDDEN" : "NOT_FOUND", isPreset ? {} : { key: "character_not_found" });
});

/** GET /api/characters/{id} — one character. A preset is changed in the repository only: 403. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public" }, async ({ params, locale }) => {
    const character = findPreset(params.id ?? "", locale);
    if (!character) throw new AppError("NOT_FOUND", { key: "character_not_found" });
    return character;
  }),
  PUT: preset,
  DELETE: preset,
});
