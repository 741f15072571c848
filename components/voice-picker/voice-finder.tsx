"use client";

import { useTranslations } from "use-intl";
import { LOCALES } from "@/lib/i18n/locales";
import { type PickerVoice, tellingTags, type VoiceFilters } from "./filter-voices";

/** What narrows the voices: words, a language they must speak, a tag. */
export function VoiceFinder({
  voices,
  filters,
  onChange,
}: {
  voices: readonly PickerVoice[];
  filters: VoiceFilters;
  onChange: (changes: Partial<VoiceFilters>) => void;
}) {
  const t = useTranslations("voicePicker");
  const tags = tellingTags(voices);
  return (
    <div className="finder">
      <label>
        <span className="visually-hidden">{t("search")}</span>
        <input
          type="search"
          value={filters.query}
          onChange={(event) => onChange({ query: event.target.value })}
          placeholder={t("search")}
        />
      </label>
      <label className="finder-choice">
        <span>{t("language")}</span>
        <select value={filters.language} onChange={(event) => onChange({ language: event.target.value })}>
          <option value="">{t("any")}</option>
          {LOCALES.map((each) => (
            <option key={each} value={each}>
              {t(`languages.${each}`)}
            </option>
          ))}
        </select>
      </label>
      {tags.length > 0 && (
        <label className="finder-choice">
          <span>{t("tag")}</span>
          <select
            value={filters.tag}
            onChange={(event) => onChange({ tag: tags.find((tag) => tag === event.target.value) ?? "" })}
          >
            <option value="">{t("any")}</option>
            {tags.map((tag) => (
              <option key={tag} value={tag}>
                {t(`tags.${tag}`)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
