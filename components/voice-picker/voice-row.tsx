"use client";

import { Check, Columns2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { SampleButton } from "@/components/ui/sample-button";
import type { SampleState } from "@/lib/client/sample-player";
import type { PickerVoice } from "./filter-voices";
import { VoiceWave } from "./voice-wave";

export interface VoiceSound {
  /** The line it says, in this language. */
  text: string;
  language: string;
  state: SampleState;
  /** Why it is silent, in the server's words; "" where it said nothing. */
  message: string;
  /** It has been heard here: its sound is there to be drawn. */
  wasHeard: boolean;
  onSample: () => void;
  onWave: () => void;
}

/** One voice: hear it, see its sound, compare it, choose it; or why it cannot say the line. */
export function VoiceRow({
  voice,
  sound,
  isChosen,
  isCompared,
  onCompare,
  onChoose,
}: {
  voice: PickerVoice;
  sound: VoiceSound;
  isChosen: boolean;
  isCompared: boolean;
  onCompare: () => void;
  onChoose: () => void;
}) {
  const t = useTranslations("voicePicker");
  const { text, language, state, message } = sound;
  const isMute = voice.available && !voice.languages.includes(language);
  const trouble =
    voice.unavailable_reason ??
    (isMute
      ? t("cannotSpeak", {
          language: t(`languages.${language}`),
          spoken: voice.languages.map((each) => t(`languages.${each}`)).join(", "),
        })
      : state === "failed"
        ? message || t("failed")
        : "");
  return (
    <li aria-current={isChosen || undefined} data-testid="voice" data-voice-id={voice.id}>
      <SampleButton name={voice.name} state={state} onPress={sound.onSample} />
      <div>
        <b>{voice.name}</b>
        <span>{voice.description}</span>
        {trouble && <span className="trouble">{trouble}</span>}
        {sound.wasHeard && state !== "failed" && (
          <VoiceWave
            name={voice.name}
            voiceId={voice.id}
            text={text}
            language={language}
            onPlay={sound.onWave}
          />
        )}
      </div>
      <div className="voice-choose">
        <IconButton name={t("compare", { name: voice.name })} aria-pressed={isCompared} onClick={onCompare}>
          <Columns2 className="icon" strokeWidth={1.7} />
        </IconButton>
        <button
          type="button"
          className={isChosen ? "text-button text-button--lit" : "text-button"}
          aria-pressed={isChosen}
          disabled={(!voice.available || isMute) && !isChosen}
          onClick={onChoose}
        >
          {isChosen && <Check className="icon" strokeWidth={1.7} aria-hidden="true" />}
          {isChosen ? t("chosen") : t("choose")}
        </button>
      </div>
    </li>
  );
}
