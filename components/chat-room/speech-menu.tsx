"use client";

import { Volume2, VolumeX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Popover } from "@/components/ui/popover";
import { type SpeechProps, SpeechSettings } from "@/components/ui/speech-settings";

/** The speech settings at hand in the room. */
export function SpeechMenu({ preferences, onChange }: SpeechProps) {
  const t = useTranslations("speech");
  const Icon = preferences.tts_enabled && preferences.volume > 0 ? Volume2 : VolumeX;
  return (
    <Popover
      label={t("open")}
      triggerClassName="icon-button"
      trigger={<Icon className="icon" strokeWidth={1.7} />}
    >
      {() => (
        <>
          <h2>{t("title")}</h2>
          <SpeechSettings preferences={preferences} onChange={onChange} />
        </>
      )}
    </Popover>
  );
}
