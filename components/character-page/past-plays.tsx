"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Session } from "@/lib/contract/session";

/** The plays there were with this character, newest first. Absent when there is none. */
export function PastPlays({ plays, renderedAt }: { plays: readonly Session[]; renderedAt: number }) {
  const t = useTranslations("character");
  const tLobby = useTranslations("lobby");
  if (plays.length === 0) return null;
  return (
    <section aria-labelledby="past-title">
      <h2 id="past-title">{t("past")}</h2>
      <ul className="past">
        {plays.map((play) => (
          <li key={play.id}>
            <Link href={`/play/${encodeURIComponent(play.id)}`} prefetch={false}>
              <b>{play.title}</b>
              <span lang={play.language}>{play.last_line && tLobby("quoted", { line: play.last_line })}</span>
              <RelativeTime at={play.updated_at} renderedAt={renderedAt} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
