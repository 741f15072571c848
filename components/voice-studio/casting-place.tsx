"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { apiGet } from "@/lib/client/api-client";
import { useSamplePlayer } from "@/lib/client/use-sample-player";
import { useStudioVoices } from "@/lib/client/voice-queries";
import { castingPage } from "@/lib/contract/casting";
import { CastingRow } from "./casting-row";
import { StudioField } from "./studio-field";
import { Trouble } from "./trouble";

/** Every character with its voice: changed in place, with a line to hear. */
export function CastingPlace() {
  const t = useTranslations("studio");
  const [search, setSearch] = useState("");
  const { data: voices = [] } = useStudioVoices();
  const samples = useSamplePlayer();
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    useInfiniteQuery({
      queryKey: ["casting", search.trim()],
      initialPageParam: "",
      queryFn: ({ pageParam: cursor, signal }) => {
        const query = new URLSearchParams({ cursor, q: search.trim() });
        return apiGet(`/api/admin/casting?${query}`, { schema: castingPage, signal });
      },
      getNextPageParam: ({ next_cursor }) => next_cursor,
      placeholderData: (before) => before,
    });
  const cast = data?.pages.flatMap(({ characters }) => characters) ?? [];
  const troubled = cast.filter(({ problem }) => problem !== null).length;
  return (
    <>
      <header className="studio-head">
        <h1>{t("casting")}</h1>
        <p>{t("castingIntro")}</p>
      </header>
      <Trouble text={error?.message} />
      <section className="studio-panel" aria-label={t("casting")}>
        <div className="studio-line">
          <StudioField label={t("castingSearch")} value={search} maxLength={200} onChange={setSearch} />
          <p role="status" className="text-sm text-muted">
            {isPending
              ? t("loading")
              : troubled === 0
                ? t("castingHeard")
                : t("castingTroubled", { count: troubled })}
          </p>
        </div>
        <ul className="casting">
          {cast.map((member) => (
            <CastingRow
              key={member.id}
              member={member}
              voices={voices}
              sample={samples.stateOf(member.id)}
              message={samples.messageOf(member.id)}
              onSample={samples.toggle}
              onChanged={() => refetch()}
            />
          ))}
        </ul>
        {hasNextPage && (
          <button
            type="button"
            className="button"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t("castingMore")}
          </button>
        )}
      </section>
    </>
  );
}
