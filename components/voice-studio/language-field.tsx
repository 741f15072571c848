"use client";

import { useTranslations } from "use-intl";
import { LOCALES } from "@/lib/i18n/locales";
import { StudioFrame } from "./studio-frame";

/** One of the house's languages, or the one a voice already has. */
export function LanguageField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (language: string) => void;
}) {
  const t = useTranslations("voicePicker");
  const isOther = !LOCALES.some((locale) => locale === value);
  return (
    <StudioFrame label={label}>
      {(ids) => (
        <select
          {...ids}
          className="studio-input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {isOther && <option value={value}>{value}</option>}
          {LOCALES.map((locale) => (
            <option key={locale} value={locale}>
              {t(`languages.${locale}`)}
            </option>
          ))}
        </select>
      )}
    </StudioFrame>
  );
}
