"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { ImportButton } from "@/components/drop-import/import-button";
import { Banner } from "@/components/ui/banner";
import type { Mood } from "@/components/ui/mood-toggle";
import { SiteBar } from "@/components/ui/site-bar";
import { useListEnd } from "@/components/ui/use-list-end";
import { StudioWords, type StudioWordsProps } from "@/components/voice-studio/studio-words";
import { usePlayRemovals, usePlays, useRenamePlay } from "@/lib/client/play-queries";
import type { SessionPage } from "@/lib/contract/session-shapes";
import { ShelfRow } from "./shelf-row";

interface ShelfProps {
  /** The first page as the server drew it. */
  first: SessionPage;
  renderedAt: number;
}

/** Every play of this person's: found again, gone on with, renamed, taken along, deleted. */
export function PlayShelf({
  mood,
  first,
  renderedAt,
  ...words
}: StudioWordsProps & ShelfProps & { mood: Mood }) {
  return (
    <StudioWords {...words}>
      <SiteBar mood={mood} />
      <main id="main" className="wrap shelf">
        <Shelf first={first} renderedAt={renderedAt} />
      </main>
    </StudioWords>
  );
}

function Shelf({ first, renderedAt }: ShelfProps) {
  const t = useTranslations("shelf");
  const tLine = useTranslations("line");
  const tLobby = useTranslations("lobby");
  const [words, setWords] = useState("");
  const search = useDeferredValue(words.trim());
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData, isError, refetch } =
    usePlays(search, first, renderedAt);
  const { removals, removed, hidden, problem } = usePlayRemovals(t("removeFailed"));
  const rename = useRenamePlay();
  const end = useListEnd(hasNextPage, isFetchingNextPage, () => void fetchNextPage());
  const all = data?.pages.flatMap(({ sessions }) => sessions) ?? [];
  const plays = all.filter(({ id }) => !hidden.has(id));
  return (
    <>
      <header className="shelf-head">
        <h1>{t("title")}</h1>
        <p>{t("hint")}</p>
        <ImportButton label={t("import")} accept=".jsonl" />
      </header>
      <div className="finder">
        <label>
          <Search className="icon" strokeWidth={1.7} aria-hidden="true" />
          <span className="visually-hidden">{t("search")}</span>
          <input
            type="search"
            value={words}
            maxLength={200}
            onChange={(event) => setWords(event.target.value)}
            placeholder={t("searchPlaceholder")}
          />
        </label>
      </div>
      {isError && (
        <p className="trouble" role="alert">
          {t("failed")}{" "}
          <button type="button" className="text-button" onClick={() => void refetch()}>
            {tLobby("again")}
          </button>
        </p>
      )}
      {problem && (
        <p className="trouble" role="alert">
          {problem}
        </p>
      )}
      {plays.length > 0 ? (
        <ul className="shelf-list" aria-busy={isPlaceholderData}>
          {plays.map((play) => (
            <ShelfRow
              key={play.id}
              play={play}
              renderedAt={renderedAt}
              onRename={rename}
              onRemove={(play) => removals.remove(play)}
            />
          ))}
        </ul>
      ) : (
        !isError && (
          <div className="state">
            <h2>{search ? t("noneTitle", { query: search }) : t("emptyTitle")}</h2>
            <p>{search ? t("noneHint") : t("emptyHint")}</p>
            <div className="state-actions">
              {search ? (
                <button type="button" className="button" onClick={() => setWords("")}>
                  {t("showAll")}
                </button>
              ) : (
                <Link className="button" href="/#cast" prefetch={false}>
                  {t("toCast")}
                </Link>
              )}
            </div>
          </div>
        )
      )}
      <div ref={end} />
      <div className="shelf-undo">
        {removed && (
          <Banner title={t("removed", { title: removed.title })} body="" testId="removed">
            <button type="button" className="button" onClick={() => removals.undo()}>
              {tLine("undo")}
            </button>
          </Banner>
        )}
      </div>
    </>
  );
}
