"use client";

import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { MAX_REFERENCE_SECONDS, MIN_REFERENCE_SECONDS } from "@/lib/contract/voices";
import type { Stretch } from "./region-wave";
import { StudioFrame } from "./studio-frame";

const LEAST_SECONDS = 0.1;

/**
 * The stretch in seconds, for whoever does not drag. What is typed is taken as far as the recording goes: a stretch that
 * no engine takes is told, not changed behind one's back.
 */
export function StretchFields({
  stretch: { start, end },
  duration,
  onChange,
}: {
  stretch: Stretch;
  duration: number;
  onChange: (stretch: Stretch) => void;
}) {
  const t = useTranslations("studio");
  const format = useFormatter();
  const tenths = (seconds: number) =>
    format.number(seconds, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
  return (
    <div className="stretch">
      <SecondsField
        label={t("from")}
        value={start}
        max={duration}
        onChange={(seconds) =>
          onChange({
            start: within(seconds, 0, Math.max(0, end - LEAST_SECONDS)),
            end,
          })
        }
      />
      <SecondsField
        label={t("to")}
        value={end}
        max={duration}
        onChange={(seconds) =>
          onChange({
            start,
            end: within(seconds, Math.min(duration, start + LEAST_SECONDS), duration),
          })
        }
      />
      <p className="numeric">{t("stretch", { seconds: tenths(end - start) })}</p>
      {duration > MAX_REFERENCE_SECONDS && (
        <p data-testid="recording-long">
          {t("recordingLong", {
            seconds: tenths(duration),
            min: MIN_REFERENCE_SECONDS,
            max: MAX_REFERENCE_SECONDS,
          })}
        </p>
      )}
    </div>
  );
}

function SecondsField({
  label,
  value,
  max,
  onChange,
}: {
  label: string;
  value: number;
  max: number;
  onChange: (seconds: number) => void;
}) {
  // Half a number is not judged: it counts when the field is left.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <StudioFrame label={label}>
      {(ids) => (
        <input
          {...ids}
          className="studio-input numeric"
          type="number"
          min={0}
          max={max}
          step={0.1}
          value={typed ?? value.toFixed(1)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => {
            if (typed !== null && typed.trim() !== "" && Number.isFinite(Number(typed)))
              onChange(Number(typed));
            setTyped(null);
          }}
        />
      )}
    </StudioFrame>
  );
}
