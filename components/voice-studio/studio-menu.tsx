"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useStudioEngines } from "@/lib/client/studio-queries";

/** What lies on the table: a voice by its id, or another place of the studio. */
export type StudioPlace = { voice: string } | { show: string };

const ADDRESS = "/admin/voices";

/** Where one can go in the studio. */
export function StudioMenu({ place }: { place: StudioPlace }) {
  const t = useTranslations("studio");
  const { engines } = useStudioEngines();
  const isAt = (name: string) => ("show" in place && place.show === name ? "page" : undefined);
  return (
    <nav className="studio-menu" aria-label={t("title")}>
      <h2>{t("backstage")}</h2>
      <ul>
        <li>
          <Link href={`${ADDRESS}?show=engines`} aria-current={isAt("engines")}>
            <span>{t("engines")}</span>
            <span className="numeric">{engines.length || ""}</span>
          </Link>
        </li>
      </ul>
    </nav>
  );
}
