"use client";

import "client-only";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import useSWR from "swr";
import type { Health } from "@/lib/contract/health";
import type { Session } from "@/lib/contract/session";
import { healthShape, sessionPageShape } from "@/lib/contract/session-shapes";
import { type ApiError, apiGet } from "./api-client";

const WATCH_MS = 5000;
/** While something is away, its return should be seen soon. */
const WATCH_CLOSELY_MS = 2000;
/** Every list of plays is kept under this. */
export const PLAYS = ["sessions"] as const;

/** The person's plays, newest first. `initial` is what the server rendered with. */
export function useSessions(initial?: Session[]) {
  return useQuery<Session[], ApiError>({
    queryKey: [...PLAYS, "last"],
    queryFn: async ({ signal }) => {
      const page = await apiGet("/api/sessions", { schema: sessionPageShape, signal });
      return page.sessions;
    },
    ...(initial ? { initialData: initial } : {}),
  });
}

function isSomethingAway(answer: Health): boolean {
  return [...answer.details.llm, ...answer.details.tts].some((engine) => engine.state === "down");
}

/** Forgets the lists of plays: the next page that shows one has it from the server. */
export function useForgetPlays(): () => void {
  const queries = useQueryClient();
  return useCallback(() => queries.removeQueries({ queryKey: PLAYS }), [queries]);
}

/**
 * What is connected, watched every 5 s and every 2 s while an engine or the server itself is away.
 * `unreachable`: the last attempt found no server; `health` is then what was known before.
 */
export function useHealth(initial?: Health): {
  health: Health | null;
  unreachable: boolean;
  recheck: () => void;
} {
  const { data, error, mutate } = useSWR<Health, ApiError>(
    "/api/health",
    (path: string) => apiGet(path, { schema: healthShape }),
    {
      ...(initial ? { fallbackData: initial } : {}),
      refreshInterval: (latest) => (latest && !isSomethingAway(latest) ? WATCH_MS : WATCH_CLOSELY_MS),
      dedupingInterval: 1000,
      shouldRetryOnError: true,
      errorRetryInterval: WATCH_CLOSELY_MS,
    },
  );
  return { health: data ?? null, unreachable: error !== undefined, recheck: () => void mutate() };
}
