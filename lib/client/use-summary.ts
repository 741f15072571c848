"use client";

import "client-only";
import useSWR, { useSWRConfig } from "swr";
import type { SummaryView } from "@/lib/contract/memory";
import { summaryShape } from "@/lib/contract/session-shapes";
import { type ApiError, apiGet, apiPut } from "./api-client";

const pathOf = (playId: string) => `/api/sessions/${encodeURIComponent(playId)}/summary`;

/** What the play's older lines were folded into; read again whenever `turnCount` changes. */
export function useSummary(
  playId: string,
  turnCount: number,
): { summary: SummaryView | undefined; error: ApiError | undefined } {
  const { data, error } = useSWR<SummaryView, ApiError, [string, number]>(
    [pathOf(playId), turnCount],
    ([path]) => apiGet(path, { schema: summaryShape }),
    { keepPreviousData: true, revalidateOnFocus: false, shouldRetryOnError: false },
  );
  return { summary: data, error };
}

/** Rewrites the summary, or takes the last folding back; everyone who shows it sees it. Throws `ApiError`. */
export function useChangeSummary(
  playId: string,
): (change: { text: string } | { undo: true }) => Promise<void> {
  const { mutate } = useSWRConfig();
  return async (change) => {
    const summary = await apiPut(pathOf(playId), change, { schema: summaryShape });
    const isOfPlay = (key: unknown) => Array.isArray(key) && key[0] === pathOf(playId);
    await mutate(isOfPlay, summary, { revalidate: false });
  };
}
