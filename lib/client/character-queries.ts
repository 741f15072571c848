"use client";

import "client-only";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { castMember } from "@/lib/contract/character";
import { voiceList } from "@/lib/contract/speech";
import { apiDelete, apiGet, apiPut } from "./api-client";

const OWN = ["characters", "own"] as const;
const FAVOURITES = ["characters", "favourites"] as const;
const page = z.object({ characters: z.array(castMember), next_cursor: z.string().nullable() });
const ids = z.object({ ids: z.array(z.string()) });
const PAGE = 60;

/** The person's own characters, newest first, page by page. */
export function useOwnCharacters(search: string) {
  return useInfiniteQuery({
    queryKey: [...OWN, search],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: `${PAGE}` });
      if (search) query.set("q", search);
      if (pageParam) query.set("cursor", pageParam);
      return apiGet(`/api/characters?${query}`, { schema: page, signal });
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: (before) => before,
  });
}

/** Reads one's own characters again, after a change. */
export function useRefreshCharacters(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: OWN });
}

/** Ids of the person's favourites, and what changes them: shown at once, taken back where the server refuses. */
export function useFavourites(): {
  favourites: ReadonlySet<string>;
  favour: (id: string, is: boolean) => void;
} {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: FAVOURITES,
    queryFn: async ({ signal }) => (await apiGet("/api/characters/favourites", { schema: ids, signal })).ids,
  });
  const favour = (id: string, is: boolean) => {
    const before = data ?? [];
    queries.setQueryData(FAVOURITES, is ? [id, ...before] : before.filter((other) => other !== id));
    const path = `/api/characters/${encodeURIComponent(id)}/favourite`;
    (is ? apiPut(path, {}) : apiDelete(path)).catch(() => queries.setQueryData(FAVOURITES, before));
  };
  return { favourites: new Set(data ?? []), favour };
}

/** The voices of this server. */
export function useVoices() {
  return useQuery({
    queryKey: ["voices"],
    queryFn: ({ signal }) => apiGet("/api/tts/voices", { schema: voiceList, signal }),
    staleTime: 10_000,
  });
}
