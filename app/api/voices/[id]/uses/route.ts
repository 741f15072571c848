import { internal } from "@/db/ownership";
import { charactersOfVoice } from "@/db/queries/characters";
import type { VoiceUses } from "@/lib/contract/voices";
import { voiceUses } from "@/lib/contract/voices";
import { methods, route } from "@/lib/http/route";

const COUNTING = internal("admins see who speaks with a voice");

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "Who speaks with the voice; private characters are only counted.",
      answer: voiceUses,
    },
    async ({ services, locale, params }): Promise<VoiceUses> => {
      const { id = "" } = params;
      const { shown, privateCount } = await charactersOfVoice(services.db, COUNTING, id);
      const presets = services.characters.presets
        .list(locale)
        .filter(({ voice_id: voiceId }) => voiceId === id);
      const named = (one: { id: string; name: string }) => ({ id: one.id, name: one.name });
      return { characters: [...presets, ...shown].map(named), private_count: privateCount };
    },
  ),
});
