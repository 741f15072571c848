"use client";

import { AudioLines, Volume2, VolumeX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Popover } from "@/components/ui/popover";
import { type SpeechProps, SpeechSettings } from "@/components/ui/speech-settings";
import type { Desk } from "./use-room-desk";

/** The speech settings at hand in the room, and the way to the play's own voice. */
export function SpeechMenu({ preferences, onChange, desk }: SpeechProps & { desk: Desk }) {
  const t = useTranslations("speech");
  const Icon = preferences.tts_enabled && preferences.volume > 0 ? Volume2 : VolumeX;
  return (
    <Popover
      label={t("open")}
      triggerClassName="icon-button"
      triggerTestId="speech-menu"
      trigger={<Icon className="icon" strokeWidth={1.7} />}
    >
      {(close) => (
        <>
          <h2>{t("title")}</h2>
          <div className="menu-row">
            <button
              type="button"
              className="text-button"
              onClick={() => {
                close();
                desk.open({ kind: "voice" });
              }}
            >
              <AudioLines className="icon" strokeWidth={1.7} aria-hidden="true" />
              {t("ofPlay")}
            </button>
          </div>
          <SpeechSettings preferences={preferences} onChange={onChange} />
        </>
      )}
    </Popover>
  );
}
