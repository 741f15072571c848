"use client";

import { useDeferredValue, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useListEnd } from "@/components/ui/use-list-end";
import { NO_FILTERS, useCast, useFavour } from "@/lib/client/character-queries";
import type { SampleState } from "@/lib/client/sample-player";
import type { CastCard as Card, CastPage } from "@/lib/contract/cast";
import { CastCard } from "./cast-card";
import { CastDoors } from "./cast-doors";
import { CastFinder } from "./cast-finder";

/** Everyone who can be played with, presets and one's own together, page by page as they are scrolled to. */
export function Cast({
  first,
  renderedAt,
  sampleState,
  sampleMessage,
  onSample,
}: {
  /** The first page as the server drew it. */
  first: CastPage;
  renderedAt: number;
  sampleState: (characterId: string) => SampleState;
  sampleMessage: (characterId: string) => string;
  onSample: (card: Card) => void;
}) {
  const t = useTranslations("lobby");
  const [filters, setFilters] = useState(NO_FILTERS);
  const { q, ...others } = filters;
  const search = useDeferredValue(q.trim());
  const favour = useFavour();
  const asked = { ...others, q: search };
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData, isError, refetch } =
    useCast(asked, useLocale(), first, renderedAt);
  const cards = data?.pages.flatMap(({ characters }) => characters) ?? [];
  const [{ facets, total } = first] = data?.pages ?? [];
  const end = useListEnd(hasNextPage, isFetchingNextPage, () => void fetchNextPage());

  return (
    <section className="section" id="cast" aria-labelledby="cast-title">
      <header>
        <h2 id="cast-title">{t("cast")}</h2>
        <p>{t("castHint")}</p>
        <CastDoors />
      </header>
      <div>
        <CastFinder
          filters={filters}
          facets={facets}
          total={total}
          onChange={(changes) => setFilters((before) => ({ ...before, ...changes }))}
        />
        {isError && (
          <p className="trouble" role="alert">
            {t("castFailed")}{" "}
            <button type="button" className="text-button" onClick={() => void refetch()}>
              {t("again")}
            </button>
          </p>
        )}
        {cards.length > 0 ? (
          <ul className="cast" aria-busy={isPlaceholderData}>
            {cards.map((card) => (
              <CastCard
                key={card.id}
                card={card}
                sample={sampleState(card.id)}
                message={sampleMessage(card.id)}
                onSample={onSample}
                onFavour={favour}
              />
            ))}
          </ul>
        ) : (
          !isError && (
            <div className="state">
              <h2>
                {t("noneTitle", {
                  query: search || others.category || others.tag || t(`show.${others.show}`),
                })}
              </h2>
              <p>{others.show === "own" ? t("noneOwn") : t("noneHint")}</p>
              <div className="state-actions">
                <button type="button" className="button" onClick={() => setFilters(NO_FILTERS)}>
                  {t("showAll")}
                </button>
              </div>
            </div>
          )
        )}
        <div ref={end} />
      </div>
    </section>
  );
}
