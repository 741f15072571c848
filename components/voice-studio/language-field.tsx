"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { LOCALES } from "@/lib/i18n/locales";

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
  const id = useId();
  const isOther = !LOCALES.some((locale) => locale === value);
  return (
    <div className="studio-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
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
    </div>
  );
}
