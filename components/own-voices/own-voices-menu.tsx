"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useCurrentInView } from "@/components/ui/use-current-in-view";
import type { OwnVoiceView } from "@/lib/contract/own-voices";

/** A new voice, and those there are. */
export function OwnVoicesMenu({
  voices,
  voiceId,
}: {
  voices: readonly OwnVoiceView[];
  voiceId: string | null;
}) {
  const t = useTranslations("ownVoices");
  const studio = useTranslations("studio");
  const menu = useCurrentInView();
  return (
    <nav ref={menu} className="studio-menu" aria-label={t("title")}>
      <h2>{t("title")}</h2>
      <ul>
        <li>
          <Link className="studio-new" href="/voices" aria-current={voiceId === null ? "page" : undefined}>
            <Plus className="icon" strokeWidth={1.7} aria-hidden="true" />
            {studio("newVoice")}
          </Link>
        </li>
        {voices.map(({ id, name, available }) => (
          <li key={id}>
            <Link
              href={`/voices?voice=${encodeURIComponent(id)}`}
              aria-current={id === voiceId ? "page" : undefined}
            >
              <span>{name}</span>
              <span className="numeric">{available ? "" : studio("mute")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
