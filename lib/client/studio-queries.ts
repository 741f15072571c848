"use client";

import "client-only";
import useSWR from "swr";
import { adminEngines, type SpeechEngineView } from "@/lib/contract/engines";
import { type ApiError, apiGet } from "./api-client";

const ENGINES = "/api/admin/engines";
const WATCH_MS = 3000;

/** The speech engines as they are now, watched while the page is open. */
export function useStudioEngines(): {
  engines: SpeechEngineView[];
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
    isLoading,
    problem: (error as ApiError | undefined)?.message ?? "",
    fileProblem: data?.voices_file?.problem ?? null,
    refresh: () => mutate(),
  };
}
