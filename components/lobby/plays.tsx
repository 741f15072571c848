"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Portrait } from "@/components/ui/portrait";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Session } from "@/lib/contract/session";

/** The last plays of this person, newest first. Absent when there is none: an empty shelf says nothing. */
export function Plays({ plays, renderedAt }: { plays: readonly Session[]; renderedAt: number }) {
  const t = useTranslations("lobby");
  if (plays.length === 0) return null;
  return (
    <section className="section" aria-labelledby="plays-title">
      <header>
        <h2 id="plays-title">{t("plays")}</h2>
        <p>{t("playsHint")}</p>
        <Link className="text-button" href="/plays" prefetch={false} data-testid="all-plays">
          {t("allPlays")}
          <ChevronRight className="icon" strokeWidth={1.7} aria-hidden="true" />
        </Link>
      </header>
      <ul className="plays">
        {plays.map((play) => (
          <li key={play.id}>
            <Link href={`/play/${encodeURIComponent(play.id)}`} prefetch={false}>
              <Portrait src={play.image_url ?? null} alt="" />
              <span>
                <b>{play.title}</b>
                <span className="who">{play.character_name}</span>
              </span>
              <span className="last" lang={play.language}>
                {play.last_line && t("quoted", { line: play.last_line })}
              </span>
              <span className="numeric turns">{t("turns", { count: play.turn_count })}</span>
              <RelativeTime at={play.updated_at} renderedAt={renderedAt} />
              <ChevronRight className="icon go" strokeWidth={1.7} aria-hidden="true" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
