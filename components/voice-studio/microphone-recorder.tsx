"use client";

import { Mic } from "lucide-react";
import { useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { MAX_RECORDING_SECONDS, Microphone } from "@/lib/client/microphone";

/** Records a clip: the microphone is chosen, its level seen, and it counts down before it records. */
export function MicrophoneRecorder({ onRecorded }: { onRecorded: (file: File) => void }) {
  const t = useTranslations("clips");
  const latest = useRef({ onRecorded, name: t("recordingName") });
  latest.current = { onRecorded, name: t("recordingName") };
  const [microphone] = useState(
    () =>
      new Microphone(
        (file) => latest.current.onRecorded(file),
        () => `${latest.current.name}.wav`,
      ),
  );
  const { state, problem, devices, deviceId, countdown, seconds } = useSyncExternalStore(
    microphone.subscribe,
    microphone.getSnapshot,
    microphone.getSnapshot,
  );
  useEffect(() => () => microphone.close(), [microphone]);
  const id = useId();

  if (state === "off" || state === "opening") {
    return (
      <>
        <button
          type="button"
          className="button"
          disabled={state === "opening"}
          onClick={() => void microphone.open()}
        >
          <Mic className="icon" strokeWidth={1.7} aria-hidden="true" />
          {state === "opening" ? t("asking") : t("record")}
        </button>
        {problem && (
          <p className="trouble microphone-trouble" role="alert">
            {t(`microphone.${problem}`)}
          </p>
        )}
      </>
    );
  }
  return (
    <fieldset className="microphone" data-testid="microphone" data-state={state}>
      <legend className="visually-hidden">{t("record")}</legend>
      <div className="studio-field">
        <label htmlFor={id}>{t("device")}</label>
        <select
          id={id}
          className="studio-input"
          value={deviceId}
          disabled={state !== "open"}
          onChange={(event) => void microphone.open(event.target.value)}
        >
          {devices.map((device, at) => (
            <option key={device.id} value={device.id}>
              {device.label || t("deviceNumber", { number: at + 1 })}
            </option>
          ))}
        </select>
      </div>
      <LevelMeter read={() => microphone.readPeak()} />
      <p className="microphone-say">
        {state === "counting" ? (
          <b role="status">{countdown}</b>
        ) : state === "recording" ? (
          <>
            <span role="status">{t("recordingNow")}</span>{" "}
            <span className="numeric">{t("recorded", { seconds, max: MAX_RECORDING_SECONDS })}</span>
          </>
        ) : (
          t("howTo")
        )}
      </p>
      <div className="microphone-do">
        {state === "open" ? (
          <button type="button" className="button button--lit" onClick={() => microphone.start()}>
            {t("start")}
          </button>
        ) : (
          <button type="button" className="button button--lit" onClick={() => microphone.stop()}>
            {t("stopRecording")}
          </button>
        )}
        <button type="button" className="text-button" onClick={() => microphone.close()}>
          {t("leaveMicrophone")}
        </button>
      </div>
    </fieldset>
  );
}

/** What the meter shows at its left end, in decibels below full scale. */
const FLOOR_DB = 60;
const FALL_DB = 0.6;
/** From here on a louder word would be cut off. */
const LOUD_DB = FLOOR_DB - 3;
const QUIET_DB = FLOOR_DB - 40;

/** How loud it is now: up at once, down slowly. Drawn without React, sixty times a second. */
function LevelMeter({ read }: { read: () => number }) {
  const t = useTranslations("clips");
  const meter = useRef<HTMLMeterElement>(null);
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    let shown = 0;
    let frame = 0;
    const draw = () => {
      const peak = latest.current();
      const level = peak > 0 ? Math.max(0, FLOOR_DB + 20 * Math.log10(peak)) : 0;
      shown = Math.min(FLOOR_DB, Math.max(level, shown - FALL_DB));
      if (meter.current) meter.current.value = shown;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <meter
      ref={meter}
      className="level-meter"
      aria-label={t("level")}
      min={0}
      max={FLOOR_DB}
      low={QUIET_DB}
      high={LOUD_DB}
      optimum={(QUIET_DB + LOUD_DB) / 2}
    />
  );
}
