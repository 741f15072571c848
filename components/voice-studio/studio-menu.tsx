"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useCurrentInView } from "@/components/ui/use-current-in-view";
import { useStudioEngines } from "@/lib/client/studio-queries";
import { useCardVoices, useStudioVoices } from "@/lib/client/voice-queries";
import { OwnVoicesTotal } from "./own-voices-total";

/** What lies on the table: a voice by its id, or another place of the studio. */
export type StudioPlace = { voice: string } | { show: string };

const ADDRESS = "/admin/voices";

/** Where one can go in the studio. */
export function StudioMenu({ place }: { place: StudioPlace }) {
  const t = useTranslations("studio");
  const { engines } = useStudioEngines();
  const { data: voices } = useStudioVoices();
  const { data: waiting } = useCardVoices();
  const menu = useCurrentInView();
  const isAt = (name: string) => ("show" in place && place.show === name ? "page" : undefined);
  return (
    <nav ref={menu} className="studio-menu" aria-label={t("title")}>
      <h2>{t("backstage")}</h2>
      <ul>
        <li>
          <Link href={`${ADDRESS}?show=engines`} aria-current={isAt("engines")}>
            <span>{t("engines")}</span>
            <span className="numeric">{engines.length || ""}</span>
          </Link>
        </li>
        <li>
          <Link href={`${ADDRESS}?show=models`} aria-current={isAt("models")}>
            <span>{t("models")}</span>
          </Link>
        </li>
        <li>
          <Link href={`${ADDRESS}?show=casting`} aria-current={isAt("casting")}>
            <span>{t("casting")}</span>
          </Link>
        </li>
        <li>
          <Link href={`${ADDRESS}?show=cards`} aria-current={isAt("cards")}>
            <span>{t("fromCards")}</span>
            <span className="numeric">{waiting?.length || ""}</span>
          </Link>
        </li>
        <li>
          <Link href={`${ADDRESS}?show=cache`} aria-current={isAt("cache")}>
            <span>{t("cache")}</span>
          </Link>
        </li>
        <li>
          <Link href="/admin/people">
            <span>{t("people")}</span>
          </Link>
        </li>
      </ul>
      <h2>{t("voices")}</h2>
      <ul>
        <li>
          <Link className="studio-new" href={`${ADDRESS}?show=new`} aria-current={isAt("new")}>
            <Plus className="icon" strokeWidth={1.7} aria-hidden="true" />
            {t("newVoice")}
          </Link>
        </li>
        {voices?.map(({ id, name, is_active: isActive, is_default: isDefault, available }) => (
          <li key={id} data-off={isActive ? undefined : true}>
            <Link
              href={`${ADDRESS}?voice=${encodeURIComponent(id)}`}
              aria-current={"voice" in place && place.voice === id ? "page" : undefined}
            >
              <span>{name}</span>
              <span className="numeric">
                {!isActive ? t("isInactive") : isDefault ? t("isDefault") : available ? "" : t("mute")}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <OwnVoicesTotal href={`${ADDRESS}?show=own`} isHere={isAt("own") !== undefined} />
    </nav>
  );
}
