"use client";

import Link from "next/link";
import { useCallback } from "react";
import { useLocale, useTranslations } from "use-intl";
import { EngineStatus } from "@/components/engine-status/engine-status";
import type { Mood } from "@/components/ui/mood-toggle";
import { SiteBar } from "@/components/ui/site-bar";
import { useHealth, useSessions } from "@/lib/client/queries";
import { useSamplePlayer } from "@/lib/client/use-sample-player";
import type { CastPage } from "@/lib/contract/cast";
import type { CastMember } from "@/lib/contract/character";
import type { Session } from "@/lib/contract/session";
import { lineLanguage } from "@/lib/i18n/script-language";
import { Bill } from "./bill";
import { Cast } from "./cast";
import { Plays } from "./plays";

interface LobbyProps {
  /** The first page of everyone. */
  cast: CastPage;
  /** Whose line is today's headline. */
  today: CastMember | undefined;
  /** The person's last plays as the server knew them when it drew the page. */
  plays: Session[];
  mood: Mood;
  renderedAt: number;
}

/** Where everyone enters: today's line, the plays to go on with, the cast. One voice at a time. */
export function Lobby({ cast, today, plays, mood, renderedAt }: LobbyProps) {
  const t = useTranslations("lobby");
  const settings = useTranslations("settings");
  const locale = useLocale();
  const samples = useSamplePlayer();
  const { toggle } = samples;
  const { health, unreachable, recheck } = useHealth();
  const { data: lastPlays = plays } = useSessions(plays);

  const speak = useCallback(
    (card: Pick<CastMember, "id" | "sample_line" | "voice_id">) =>
      toggle({
        id: card.id,
        text: card.sample_line,
        voiceId: card.voice_id,
        language: lineLanguage(card.sample_line, locale),
      }),
    [toggle, locale],
  );

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
          <Plays plays={lastPlays.slice(0, 5)} renderedAt={renderedAt} />
          <Cast
            first={cast}
            renderedAt={renderedAt}
            sampleState={samples.stateOf}
            sampleMessage={samples.messageOf}
            onSample={speak}
          />
          <footer className="foot">
            <span>{t("foot")}</span>
            <Link href="/settings">{settings("title")}</Link>
          </footer>
        </div>
      </main>
    </>
  );
}
