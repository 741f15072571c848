"use client";

import "client-only";
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type CastPage, type CastQuery, castPage } from "@/lib/contract/cast";
import { voiceList } from "@/lib/contract/speech";
import { apiDelete, apiGet, apiPut } from "./api-client";

const CAST = ["characters", "cast"] as const;
const VOICES = ["voices"] as const;

export type CastFilters = Pick<CastQuery, "show" | "sort"> & { q: string; category: string; tag: string };
export const NO_FILTERS: CastFilters = { show: "all", sort: "recent", q: "", category: "", tag: "" };

/** The lobby's list, page by page; `first` is the unfiltered first page as the server drew it at `renderedAt` (ms). */
export function useCast(filters: CastFilters, locale: string, first: CastPage, renderedAt: number) {
  const isWhole = Object.entries(NO_FILTERS).every(
    ([name, value]) => filters[name as keyof CastFilters] === value,
  );
  return useInfiniteQuery({
    queryKey: [...CAST, locale, filters],
    queryFn: ({ pageParam, signal }) => {
      const asked = Object.entries({ ...filters, cursor: pageParam }).filter(([, value]) => value !== "");
      return apiGet(`/api/characters/cast?${new URLSearchParams(asked)}`, { schema: castPage, signal });
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: (before) => before,
    ...(isWhole
      ? { initialData: { pages: [first], pageParams: [""] }, initialDataUpdatedAt: renderedAt }
      : {}),
    staleTime: 5_000,
  });
}

/** Reads the lists of characters again, after a change. */
export function useRefreshCharacters(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: CAST }), [queries]);
}

/** Puts a character among the favourites or takes it out: shown at once, taken back where the server refuses. */
export function useFavour(): (id: string, is: boolean) => void {
  const queries = useQueryClient();
  return useCallback(
    (id, is) => {
      const show = (is: boolean) =>
        queries.setQueriesData<InfiniteData<CastPage>>(
          { queryKey: CAST },
          (data) => data && withFavourite(data, id, is),
        );
      show(is);
      const path = `/api/characters/${encodeURIComponent(id)}/favourite`;
      (is ? apiPut(path, {}) : apiDelete(path)).catch(() => show(!is));
    },
    [queries],
  );
}

function withFavourite(data: InfiniteData<CastPage>, id: string, is: boolean): InfiniteData<CastPage> {
  const pages = data.pages.map((page) => ({
    ...page,
    characters: page.characters.map((card) => (card.id === id ? { ...card, is_favourite: is } : card)),
  }));
  return { ...data, pages };
}

/** The voices of this server. */
export function useVoices() {
  return useQuery({
    queryKey: VOICES,
    queryFn: ({ signal }) => apiGet("/api/tts/voices", { schema: voiceList, signal }),
    staleTime: 10_000,
  });
}
