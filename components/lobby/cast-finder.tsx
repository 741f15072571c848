"use client";

import { Search } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CastFilters } from "@/lib/client/character-queries";
import { CAST_SHOWS, CAST_SORTS, type CastPage } from "@/lib/contract/cast";

/** What narrows and sorts the cast: words, whose, category, tag, order. */
export function CastFinder({
  filters,
  facets,
  total,
  onChange,
}: {
  filters: CastFilters;
  facets: CastPage["facets"];
  /** How many fit. */
  total: number;
  onChange: (changes: Partial<CastFilters>) => void;
}) {
  const t = useTranslations("lobby");
  const { q, category, tag, show, sort } = filters;
  const isNarrowed = q !== "" || category !== "" || tag !== "" || show !== "all";
  return (
    <>
      <div className="finder">
        <label>
          <Search className="icon" strokeWidth={1.7} aria-hidden="true" />
          <span className="visually-hidden">{t("search")}</span>
          <input
            type="search"
            value={q}
            onChange={(event) => onChange({ q: event.target.value })}
            placeholder={t("searchPlaceholder")}
          />
        </label>
        {/* biome-ignore lint/a11y/useSemanticElements: toggles, not form fields */}
        <div className="categories" role="group" aria-label={t("categories")}>
          <button type="button" aria-pressed={category === ""} onClick={() => onChange({ category: "" })}>
            {t("all")}
          </button>
          {facets.categories.map(({ name }) => (
            <button
              key={name}
              type="button"
              aria-pressed={category === name}
              onClick={() => onChange({ category: category === name ? "" : name })}
            >
              {name}
            </button>
          ))}
        </div>
      </div>
      <div className="finder finder--more">
        {/* biome-ignore lint/a11y/useSemanticElements: toggles, not form fields */}
        <div className="categories" role="group" aria-label={t("whose")}>
          {CAST_SHOWS.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={show === each}
              onClick={() => onChange({ show: each })}
            >
              {t(`show.${each}`)}
            </button>
          ))}
        </div>
        {facets.tags.length > 0 && (
          <label className="finder-choice">
            <span>{t("tag")}</span>
            <select value={tag} onChange={(event) => onChange({ tag: event.target.value })}>
              <option value="">{t("anyTag")}</option>
              {facets.tags.map(({ name, count }) => (
                <option key={name} value={name}>
                  {name} ({count})
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="finder-choice">
          <span>{t("sort")}</span>
          <select
            value={sort}
            onChange={(event) =>
              onChange({ sort: CAST_SORTS.find((each) => each === event.target.value) ?? "recent" })
            }
          >
            {CAST_SORTS.map((each) => (
              <option key={each} value={each}>
                {t(`sortBy.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <span className="finder-count numeric" role="status">
          {isNarrowed ? t("found", { count: total }) : ""}
        </span>
      </div>
    </>
  );
}
