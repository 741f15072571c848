"use client";

import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import type { Mood } from "@/components/ui/mood-toggle";
import { SiteBar } from "@/components/ui/site-bar";
import { StudioWords, type StudioWordsProps } from "@/components/voice-studio/studio-words";
import { Trouble } from "@/components/voice-studio/trouble";
import { usePeople } from "@/lib/client/people-queries";
import { AuditList } from "./audit-list";
import { PersonRow } from "./person-row";

interface PeopleProps {
  /** The reader's own id. */
  self: string;
  renderedAt: number;
}

/** Everybody this server knows, and what was done here: for admins. */
export function PeoplePage({
  mood,
  self,
  renderedAt,
  ...words
}: StudioWordsProps & PeopleProps & { mood: Mood }) {
  return (
    <StudioWords {...words}>
      <SiteBar mood={mood} />
      <main id="main" className="wrap people">
        <People self={self} renderedAt={renderedAt} />
        <AuditList renderedAt={renderedAt} />
      </main>
    </StudioWords>
  );
}

function People({ self, renderedAt }: PeopleProps) {
  const t = useTranslations("people");
  const [search, setSearch] = useState("");
  const {
    data: pages = [],
    error,
    hasNextPage,
    isFetching,
    fetchNextPage,
  } = usePeople(useDeferredValue(search));
  const people = pages.flatMap((page) => page.people);
  const seats = pages[0]?.seats;
  return (
    <>
      <h1 className="settings-title">{t("title")}</h1>
      <div className="people-head">
        <label htmlFor="people-search">{t("search")}</label>
        <input
          id="people-search"
          className="field-text"
          type="search"
          maxLength={200}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <p className="numeric" role="status">
          {seats && t("seats", seats)}
        </p>
      </div>
      <Trouble text={error?.message} />
      <ul className="people-list">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} isOneself={person.id === self} renderedAt={renderedAt} />
        ))}
      </ul>
      {pages.length > 0 && people.length === 0 && <p>{t("none")}</p>}
      {hasNextPage && (
        <button type="button" className="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {t("more")}
        </button>
      )}
    </>
  );
}
