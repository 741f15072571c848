"use client";

import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import { EngineStatus } from "@/components/engine-status/engine-status";
import type { Mood } from "@/components/ui/mood-toggle";
import { SiteBar } from "@/components/ui/site-bar";
import { useFavourites } from "@/lib/client/character-queries";
import { useHealth, useSessions } from "@/lib/client/queries";
import { useSamplePlayer } from "@/lib/client/use-sample-player";
import type { CastMember } from "@/lib/contract/character";
import type { Session } from "@/lib/contract/session";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { Bill } from "./bill";
import { Cast } from "./cast";
import { OwnCast } from "./own-cast";
import { Plays } from "./plays";

interface LobbyProps {
  cast: readonly CastMember[];
  /** Whose line is today's headline. */
  todayId: string;
  /** The person's last plays as the server knew them when it drew the page. */
  plays: Session[];
  mood: Mood;
  renderedAt: number;
}

/** Where everyone enters: today's line, the plays to go on with, the cast. One voice at a time. */
export function Lobby({ cast, todayId, plays, mood, renderedAt }: LobbyProps) {
  const t = useTranslations("lobby");
  const locale = useLocale();
  const samples = useSamplePlayer();
  const { favourites, favour } = useFavourites();
  const { health, unreachable, recheck } = useHealth();
  const { data: lastPlays = plays } = useSessions(plays);
  const portraits = useMemo(() => new Map(cast.map((member) => [member.id, member.image_url])), [cast]);
  const today = cast.find((member) => member.id === todayId) ?? cast[0];

  const speak = (member: CastMember) =>
    samples.toggle({
      id: member.id,
      text: member.sample_line,
      voiceId: member.voice_id || "default",
      language: isLocale(locale) ? locale : DEFAULT_LOCALE,
    });

  return (
    <>
      <SiteBar mood={mood}>
        <EngineStatus view={{ health, unreachable }} onRecheck={recheck} />
      </SiteBar>
      <main id="main">
        {today && (
          <Bill
            member={today}
            sample={samples.stateOf(today.id)}
            message={samples.messageOf(today.id)}
            onSample={() => speak(today)}
            readLevel={samples.readLevel}
          />
        )}
        <div className="wrap">
          <Plays plays={lastPlays.slice(0, 5)} portraits={portraits} renderedAt={renderedAt} />
          <OwnCast
            favourites={favourites}
            onFavour={favour}
            sampleState={samples.stateOf}
            sampleMessage={samples.messageOf}
            onSample={speak}
          />
          <Cast
            cast={cast}
            sampleState={samples.stateOf}
            sampleMessage={samples.messageOf}
            onSample={speak}
          />
          <footer className="foot">{t("foot")}</footer>
        </div>
      </main>
    </>
  );
}
