"use client";

import { Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { SampleState } from "@/lib/client/sample-player";
import type { CastMember } from "@/lib/contract/character";
import { CastCard } from "./cast-card";
import { castCategories, filterCast } from "./filter-cast";

/** Everyone who can be played with; search and categories narrow the view, nothing is fetched. */
export function Cast({
  cast,
  sampleState,
  sampleMessage,
  onSample,
}: {
  cast: readonly CastMember[];
  sampleState: (characterId: string) => SampleState;
  sampleMessage: (characterId: string) => string;
  onSample: (member: CastMember) => void;
}) {
  const t = useTranslations("lobby");
  const [query, setQuery] = useState("");
  const [category, setCategory] = useState<string | null>(null);
  const search = useDeferredValue(query);
  const categories = useMemo(() => castCategories(cast), [cast]);
  const shown = useMemo(() => filterCast(cast, search, category), [cast, search, category]);
  const showAll = () => {
    setQuery("");
    setCategory(null);
  };

  return (
    <section className="section" id="cast" aria-labelledby="cast-title">
      <header>
        <h2 id="cast-title">{t("cast")}</h2>
        <p>{t("castHint")}</p>
      </header>
      <div>
        <div className="finder">
          <label>
            <Search className="icon" strokeWidth={1.7} aria-hidden="true" />
            <span className="visually-hidden">{t("search")}</span>
            <input
              type="search"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              placeholder={t("searchPlaceholder")}
            />
          </label>
          {/* biome-ignore lint/a11y/useSemanticElements: toggles, not form fields */}
          <div className="categories" role="group" aria-label={t("categories")}>
            <button type="button" aria-pressed={category === null} onClick={() => setCategory(null)}>
              {t("all")} <span className="numeric text-faint">{cast.length}</span>
            </button>
            {categories.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={category === each}
                onClick={() => setCategory(category === each ? null : each)}
              >
                {each}
              </button>
            ))}
          </div>
          <span className="visually-hidden" role="status">
            {search || category ? t("found", { count: shown.length }) : ""}
          </span>
        </div>
        {shown.length > 0 ? (
          <ul className="cast">
            {shown.map((member) => (
              <CastCard
                key={member.id}
                member={member}
                sample={sampleState(member.id)}
                message={sampleMessage(member.id)}
                onSample={() => onSample(member)}
              />
            ))}
          </ul>
        ) : (
          <div className="state">
            <h2>{t("noneTitle", { query: search || (category ?? "") })}</h2>
            <p>{t("noneHint")}</p>
            <div className="state-actions">
              <button type="button" className="button" onClick={showAll}>
                {t("showAll")}
              </button>
            </div>
          </div>
        )}
      </div>
    </section>
  );
}
