"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { VoiceView } from "@/lib/contract/voices";

/** A voice's name, and how it stands: the default, inactive, or why it cannot speak now. */
export function VoiceHead({
  voice,
  name,
  children,
}: {
  voice: VoiceView;
  name: string;
  children: ReactNode;
}) {
  const t = useTranslations("studio");
  const standing = [
    voice.is_default && t("isDefault"),
    !voice.is_active && t("isInactive"),
    voice.source === "database" && t("revision", { revision: voice.revision }),
  ].filter(Boolean);
  return (
    <header className="studio-head">
      <h1>{name || t("nameless")}</h1>
      <p>{standing.join(" · ")}</p>
      <div className="studio-head-end">
        <a className="text-button" href={`/api/voices/${encodeURIComponent(voice.id)}/export`} download>
          {t("exportVoice")}
        </a>
        {children}
      </div>
      {voice.unavailable_reason && voice.is_active && (
        <p className="trouble studio-head-reason">{voice.unavailable_reason}</p>
      )}
    </header>
  );
}
