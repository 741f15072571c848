"use client";

import "client-only";
import { useInfiniteQuery } from "@tanstack/react-query";
import useSWR from "swr";
import { adminEngines, type RecognitionEngine, type SpeechEngineView } from "@/lib/contract/engines";
import { ownVoicesOfPeople } from "@/lib/contract/own-voices";
import { type ApiError, apiGet } from "./api-client";

const ENGINES = "/api/admin/engines";
const WATCH_MS = 3000;

/** The speech engines as they are now, watched while the page is open. */
export function useStudioEngines(): {
  engines: SpeechEngineView[];
  /** What writes transcripts; null until it is known. */
  recognition: RecognitionEngine | null;
  isLoading: boolean;
  /** Why they could not be read; "" while they can. */
  problem: string;
  /** What is wrong with the operator's voices.json; null where nothing is. */
  fileProblem: string | null;
  refresh: () => Promise<unknown>;
} {
  const { data, error, mutate, isLoading } = useSWR(
    ENGINES,
    (path: string) => apiGet(path, { schema: adminEngines }),
    { refreshInterval: WATCH_MS },
  );
  return {
    engines: (data?.engines ?? []).filter((engine) => engine.role === "speech"),
    recognition: data?.recognition ?? null,
    isLoading,
    problem: (error as ApiError | undefined)?.message ?? "",
    fileProblem: data?.voices_file?.problem ?? null,
    refresh: () => mutate(),
  };
}

export const PEOPLES_VOICES = "/api/admin/own-voices";

/** The private voices people have, page by page. */
export function usePeoplesVoices() {
  return useInfiniteQuery({
    queryKey: ["peoples-voices"],
    initialPageParam: "",
    queryFn: ({ pageParam: cursor, signal }) =>
      apiGet(`${PEOPLES_VOICES}?${new URLSearchParams({ cursor })}`, { schema: ownVoicesOfPeople, signal }),
    getNextPageParam: ({ next_cursor: next }) => next,
  });
}
