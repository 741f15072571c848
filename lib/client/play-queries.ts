"use client";

import "client-only";
import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { Session } from "@/lib/contract/session";
import { type SessionPage, sessionPageShape, sessionShape } from "@/lib/contract/session-shapes";
import { type ApiError, apiGet, apiPatch } from "./api-client";
import { PlayRemovals } from "./play-removals";
import { PLAYS } from "./queries";

const SHELF = [...PLAYS, "shelf"] as const;

/** Every play of the person's that `q` fits, page by page; `first` is the whole shelf's first page as it was drawn at `renderedAt` (ms). */
export function usePlays(q: string, first: SessionPage, renderedAt: number) {
  return useInfiniteQuery<SessionPage, ApiError, InfiniteData<SessionPage>, readonly string[], string>({
    queryKey: [...SHELF, q],
    queryFn: ({ pageParam, signal }) => {
      const asked = Object.entries({ q, cursor: pageParam }).filter(([, value]) => value !== "");
      return apiGet(`/api/sessions?${new URLSearchParams(asked)}`, { schema: sessionPageShape, signal });
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: (before) => before,
    ...(q === ""
      ? { initialData: { pages: [first], pageParams: [""] }, initialDataUpdatedAt: renderedAt }
      : {}),
    staleTime: 5_000,
  });
}

/** Reads the lists of plays again, after a change. */
export function useRefreshPlays(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: PLAYS }), [queries]);
}

/** Gives a play another title. Rejects with `ApiError`. */
export function useRenamePlay(): (play: Session, title: string) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    async ({ id }, title) => {
      const path = `/api/sessions/${encodeURIComponent(id)}`;
      const renamed = await apiPatch(path, { title }, { schema: sessionShape });
      queries.setQueriesData<InfiniteData<SessionPage>>({ queryKey: SHELF }, (data) =>
        data ? withTitle(data, id, renamed.title) : data,
      );
    },
    [queries],
  );
}

function withTitle(data: InfiniteData<SessionPage>, id: string, title: string): InfiniteData<SessionPage> {
  const pages = data.pages.map((page) => ({
    ...page,
    sessions: page.sessions.map((play) => (play.id === id ? { ...play, title } : play)),
  }));
  return { ...data, pages };
}

/** Plays taken off the shelf with a way back; leaving the page lets them go. */
export function usePlayRemovals(offlineMessage: string) {
  const refresh = useRefreshPlays();
  const [removals] = useState(() => new PlayRemovals({ offlineMessage, onGone: refresh }));
  const snapshot = useSyncExternalStore(removals.subscribe, removals.getSnapshot, removals.getSnapshot);
  useEffect(() => {
    const leave = () => void removals.settle({ keepalive: true });
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [removals]);
  return { removals, ...snapshot };
}
