"use client";

import { useTranslations } from "use-intl";
import { useStudioVoices } from "@/lib/client/voice-queries";
import { VoiceDesk } from "./voice-desk";
import { VoiceKeptElsewhere } from "./voice-kept-elsewhere";

/** The voice on the table. */
export function VoicePlace({ voiceId }: { voiceId: string }) {
  const t = useTranslations("studio");
  const { data: voices, error } = useStudioVoices();
  const voice = voices?.find(({ id }) => id === voiceId);
  if (!voice) {
    return (
      <p className={error ? "trouble" : "text-muted"} role={error ? "alert" : "status"}>
        {error?.message || (voices ? t("voiceMissing") : t("loading"))}
      </p>
    );
  }
  return voice.source === "database" ? (
    <VoiceDesk key={voice.id} voice={voice} />
  ) : (
    <VoiceKeptElsewhere key={voice.id} voice={voice} />
  );
}
