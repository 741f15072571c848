"use client";

import { FileUp, Plus } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { IMPORT_EVENT } from "@/components/drop-import/drop-import";
import { useOwnCharacters } from "@/lib/client/character-queries";
import type { SampleState } from "@/lib/client/sample-player";
import type { CastMember } from "@/lib/contract/character";
import { OwnCard } from "./own-card";

/** So many of them, and a search is offered. */
const SEARCHABLE = 8;

/** The characters the person made or brought, page by page as they are scrolled to, with the ways to more. */
export function OwnCast({
  favourites,
  onFavour,
  sampleState,
  sampleMessage,
  onSample,
}: {
  favourites: ReadonlySet<string>;
  onFavour: (id: string, is: boolean) => void;
  sampleState: (characterId: string) => SampleState;
  sampleMessage: (characterId: string) => string;
  onSample: (member: CastMember) => void;
}) {
  const t = useTranslations("own");
  const [query, setQuery] = useState("");
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isError, refetch } = useOwnCharacters(
    useDeferredValue(query.trim()),
  );
  const own = data?.pages.flatMap(({ characters }) => characters) ?? [];
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasNextPage || isFetchingNextPage) return;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && void fetchNextPage(), {
      rootMargin: "600px",
    });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <section className="section" id="own" aria-labelledby="own-title">
      <header>
        <h2 id="own-title">{t("title")}</h2>
        <p>{t("hint")}</p>
      </header>
      <div>
        <div className="finder">
          {(own.length >= SEARCHABLE || query !== "") && (
            <label>
              <span className="visually-hidden">{t("search")}</span>
              <input
                type="search"
                value={query}
                onChange={(event) => setQuery(event.target.value)}
                placeholder={t("search")}
              />
            </label>
          )}
          <Link className="button" href="/characters/new" prefetch={false}>
            <Plus className="icon" strokeWidth={1.7} aria-hidden="true" />
            {t("new")}
          </Link>
          <label className="button own-import">
            <FileUp className="icon" strokeWidth={1.7} aria-hidden="true" />
            {t("import")}
            <input
              className="visually-hidden"
              type="file"
              multiple
              accept=".png,.json,.charx,.jpg,.jpeg,image/png,image/jpeg,application/json"
              onChange={(event) => {
                const files = [...(event.target.files ?? [])];
                event.target.value = "";
                if (files.length > 0) window.dispatchEvent(new CustomEvent(IMPORT_EVENT, { detail: files }));
              }}
            />
          </label>
        </div>
        {isError && own.length === 0 && (
          <p className="trouble">
            {t("failed")}{" "}
            <button type="button" className="text-button" onClick={() => void refetch()}>
              {t("again")}
            </button>
          </p>
        )}
        {own.length > 0 && (
          <ul className="cast">
            {own.map((member) => (
              <OwnCard
                key={member.id}
                member={member}
                isFavourite={favourites.has(member.id)}
                onFavour={onFavour}
                sample={sampleState(member.id)}
                message={sampleMessage(member.id)}
                onSample={onSample}
              />
            ))}
          </ul>
        )}
        {query !== "" && own.length === 0 && !isError && <p className="text-faint">{t("none", { query })}</p>}
        <div ref={end} />
      </div>
    </section>
  );
}
