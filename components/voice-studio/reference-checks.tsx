"use client";

import { Check, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { ReferenceCheck, ReferenceFinding } from "@/lib/contract/voices";

const DIGITS: Record<ReferenceFinding["code"], number> = {
  length: 1,
  loudness: 1,
  clipping: 0,
  noise: 0,
  silence: 1,
  pause: 1,
  rate: 0,
};

/** What was measured of a clip, and what to do where it is not good. */
export function ReferenceChecks({ check }: { check: ReferenceCheck }) {
  const t = useTranslations("studio");
  const format = useFormatter();
  return (
    <dl className="checks" data-testid="reference-checks">
      {check.findings.map(({ code, level, value }) => {
        const Mark = level === "good" ? Check : TriangleAlert;
        const digits = DIGITS[code];
        const shown = value === null ? "–" : format.number(value, { maximumFractionDigits: digits });
        return (
          <div key={code} data-code={code} data-level={level}>
            <dt>
              <Mark className="icon" strokeWidth={1.7} aria-hidden="true" />
              {t(`checks.${code}.name`)}
            </dt>
            <dd className="numeric">{t(`checks.${code}.value`, { value: shown })}</dd>
            {level !== "good" && <dd className="check-advice">{t(`checks.${code}.advice`)}</dd>}
          </div>
        );
      })}
    </dl>
  );
}
