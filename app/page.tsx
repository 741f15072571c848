import { Lobby } from "@/components/lobby/lobby";
import { requestLocale } from "@/lib/i18n/server";
import { loadCast, loadPlays, loadPresets } from "@/lib/room";
import { requestMood } from "./request-mood";

const LAST_PLAYS = 5;
const DAY_MS = 24 * 3600 * 1000;

export default async function LobbyPage() {
  const locale = await requestLocale();
  const [mood, { sessions: plays }, cast, presets] = await Promise.all([
    requestMood(),
    loadPlays(LAST_PLAYS),
    loadCast(locale),
    loadPresets(locale),
  ]);
  const renderedAt = Date.now();
  return (
    <Lobby
      cast={cast}
      today={presets[Math.floor(renderedAt / DAY_MS) % presets.length]}
      plays={plays}
      mood={mood}
      renderedAt={renderedAt}
    />
  );
}
