import { internal } from "@/db/ownership";
import { clipKeysToPurge, clipsByVoice } from "@/db/queries/clips";
import { type CacheView, cachePurge, cachePurged, cacheView } from "@/lib/contract/cache";
import { methods, route } from "@/lib/http/route";

const KEEPING = internal("admins see and empty the sound cache");
const DAY_MS = 24 * 3600 * 1000;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "admin", summary: "The kept sounds, by voice.", answer: cacheView },
    async ({ services: { db, say, settings, remakes } }): Promise<CacheView> => {
      const kept = await clipsByVoice(db, KEEPING);
      const sum = (of: "bytes" | "clips") => kept.reduce((total, voice) => total + voice[of], 0);
      const voices: CacheView["voices"] = [];
      for (const { voiceId, clips, bytes, earlier } of kept) {
        const outdated = earlier === 0 ? 0 : await remakes.outstanding(voiceId);
        voices.push({ voice_id: voiceId, clips, bytes, outdated });
      }
      return {
        bytes: sum("bytes"),
        max_bytes: settings.audioCacheMaxBytes,
        clips: sum("clips"),
        ...say.clips.counts,
        voices,
      };
    },
  ),
  DELETE: route(
    {
      access: "admin",
      summary: "Removes kept sounds: of one voice or of all, those not played for so many days.",
      query: cachePurge,
      answer: cachePurged,
    },
    async ({ services: { db, say }, query }) => {
      // What is played in this very moment is younger than nothing.
      const playedBefore = say.now() - query.older_than_days * DAY_MS + (query.older_than_days === 0 ? 1 : 0);
      const keys = await clipKeysToPurge(db, KEEPING, { voiceId: query.voice_id ?? null, playedBefore });
      await say.clips.remove(keys);
      return { removed: keys.length };
    },
  ),
});
