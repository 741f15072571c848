"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { SampleButton } from "@/components/ui/sample-button";
import type { PickerVoice } from "./filter-voices";
import type { VoiceSound } from "./voice-row";
import { VoiceWave } from "./voice-wave";

/** Two voices side by side: the same line by one and then by the other, and either can be taken. */
export function VoiceCompare({
  voices,
  soundOf,
  onBoth,
  onChoose,
  onClose,
}: {
  voices: readonly PickerVoice[];
  soundOf: (voice: PickerVoice) => VoiceSound;
  /** Plays the first, and when it ends the second. */
  onBoth: () => void;
  onChoose: (voiceId: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("voicePicker");
  return (
    <section className="voice-compare" aria-label={t("comparison")}>
      <header>
        <button type="button" className="button" disabled={voices.length < 2} onClick={onBoth}>
          {t("both")}
        </button>
        <span className="text-faint">{voices.length < 2 ? t("chooseSecond") : ""}</span>
        <IconButton name={t("closeComparison")} onClick={onClose}>
          <X className="icon" strokeWidth={1.7} />
        </IconButton>
      </header>
      <ul>
        {voices.map((voice, at) => {
          const sound = soundOf(voice);
          return (
            <li key={voice.id} data-sounding={sound.state === "playing"}>
              <SampleButton name={voice.name} state={sound.state} onPress={sound.onSample} />
              <div>
                <b>
                  {at === 0 ? "A" : "B"} · {voice.name}
                </b>
                {sound.wasHeard && (
                  <VoiceWave
                    name={voice.name}
                    voiceId={voice.id}
                    text={sound.text}
                    language={sound.language}
                    onPlay={sound.onWave}
                  />
                )}
                <button
                  type="button"
                  className="text-button text-button--lit"
                  disabled={!voice.available}
                  onClick={() => onChoose(voice.id)}
                >
                  {t("take", { name: voice.name })}
                </button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
