"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { Banner } from "@/components/ui/banner";

/** The play has had its turns. A person may still play on: what the server counts is for the page alone. */
export function TurnLimit({
  maxTurns,
  newPlayHref,
  onEncore,
}: {
  maxTurns: number;
  newPlayHref: string;
  onEncore: () => void;
}) {
  const t = useTranslations("states");
  return (
    <div className="room-states room-states--bottom">
      <Banner title={t("limitTitle", { max: maxTurns })} body={t("limitBody")} testId="turn-limit">
        <Link className="button" href={newPlayHref} prefetch={false}>
          {t("newPlay")}
        </Link>
        <button type="button" className="text-button" onClick={onEncore}>
          {t("limitEncore")}
        </button>
      </Banner>
    </div>
  );
}
