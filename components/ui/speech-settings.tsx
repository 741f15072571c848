"use client";

import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { SpeechPreferences } from "@/lib/client/room-state";

const MODES = [0, 1, 2, 3] as const;
const WHEN = ["realtime", "delayed", "on_click"] as const;

export interface SpeechProps {
  preferences: SpeechPreferences;
  onChange: (change: Partial<SpeechPreferences>) => void;
}

/** How the voice comes: on or off, when, how it streams, how fast, how loud. Kept in this browser. */
export function SpeechSettings({ preferences, onChange }: SpeechProps) {
  const t = useTranslations("speech");
  const format = useFormatter();
  const id = useId();
  const { tts_enabled: enabled, tts_streaming_mode: mode, tts_speed: speed, volume } = preferences;
  const { tts_mode: when, tts_delay_ms: delayMs } = preferences;
  return (
    <>
      <div className="menu-row">
        <label className="switch">
          {t("enabled")}
          <input
            type="checkbox"
            checked={enabled}
            onChange={(event) => onChange({ tts_enabled: event.target.checked })}
          />
        </label>
        <small>{t("enabledHint")}</small>
      </div>
      <fieldset className="menu-row" disabled={!enabled}>
        <legend>{t("when")}</legend>
        {WHEN.map((each) => (
          <label key={each} className="choice">
            <input
              type="radio"
              name={`${id}-when`}
              checked={when === each}
              onChange={() => onChange({ tts_mode: each })}
            />
            <span>{t(`when_${each}`)}</span>
          </label>
        ))}
        {when === "delayed" && (
          <label className="choice-detail">
            {t("delay")} <span className="value numeric">{t("delayValue", { value: delayMs / 1000 })}</span>
            <input
              className="range"
              type="range"
              min={500}
              max={10_000}
              step={500}
              value={delayMs}
              onChange={(event) => onChange({ tts_delay_ms: Number(event.target.value) })}
            />
          </label>
        )}
      </fieldset>
      <fieldset className="menu-row" disabled={!enabled}>
        <legend>{t("quality")}</legend>
        {MODES.map((each) => (
          <label key={each} className="choice">
            <input
              type="radio"
              name={`${id}-mode`}
              checked={mode === each}
              onChange={() => onChange({ tts_streaming_mode: each })}
            />
            <span>{t(`mode${each}`)}</span>
            <small>{t(`mode${each}Hint`)}</small>
          </label>
        ))}
      </fieldset>
      <div className="menu-row">
        <label htmlFor={`${id}-speed`}>
          {t("speed")}{" "}
          <span className="value numeric">
            {t("speedValue", {
              value: format.number(speed, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
            })}
          </span>
        </label>
        <input
          id={`${id}-speed`}
          className="range"
          type="range"
          min={0.5}
          max={2}
          step={0.1}
          value={speed}
          disabled={!enabled}
          onChange={(event) => onChange({ tts_speed: Number(event.target.value) })}
        />
      </div>
      <div className="menu-row">
        <label htmlFor={`${id}-volume`}>
          {t("volume")}
          <span className="value numeric">{format.number(volume, { style: "percent" })}</span>
        </label>
        <input
          id={`${id}-volume`}
          className="range"
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={volume}
          onChange={(event) => onChange({ volume: Number(event.target.value) })}
        />
      </div>
    </>
  );
}
