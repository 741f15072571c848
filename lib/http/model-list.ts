import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { listPresets } from "@/lib/characters";
import type { CastMember } from "@/lib/contract/character";
import type { OpenAiModel } from "@/lib/contract/openai";
import type { Locale } from "@/lib/i18n/locales";
import type { Services } from "@/lib/services";

const PAGE = 100;

/** The characters this caller may talk with, as OpenAI's models: the cast, those shown to everyone, the caller's own. */
export async function listModels(
  { characters }: Services,
  actor: Actor | null,
  locale: Locale,
): Promise<OpenAiModel[]> {
  const found = new Map(listPresets(locale).map((preset) => [preset.id, toModel(preset)]));
  for (const scope of ["server", "own"] as const) {
    for (let cursor: string | undefined; ; ) {
      const page = await characters.list(actor, { scope, limit: PAGE, cursor, q: undefined }, locale);
      for (const character of page.characters) found.set(character.id, toModel(character));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
  }
  return [...found.values()];
}

export function toModel({ id, name, created_at, is_preset }: CastMember): OpenAiModel {
  const created = Math.floor(Date.parse(created_at) / 1000);
  return { id, object: "model", created, owned_by: is_preset ? "avatar-forge" : "person", name };
}
