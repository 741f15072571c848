"use client";

import "client-only";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type PromptSettingsView, type PutPromptSettings, promptSettings } from "@/lib/contract/memory";
import { type ApiError, apiGet, apiPut } from "./api-client";

/** The house rules of a play, who the person is in it, its own lorebook; and what changes them. */
export function usePromptSettings(playId: string) {
  const queries = useQueryClient();
  const queryKey = ["play", playId, "prompt-settings"];
  const path = `/api/sessions/${encodeURIComponent(playId)}/prompt`;
  const settings = useQuery<PromptSettingsView, ApiError>({
    queryKey,
    queryFn: ({ signal }) => apiGet(path, { schema: promptSettings, signal }),
    gcTime: 0,
  });
  const change = useMutation<PromptSettingsView, ApiError, PutPromptSettings>({
    mutationFn: (wish) => apiPut(path, wish, { schema: promptSettings }),
    onSuccess: (changed) => queries.setQueryData(queryKey, changed),
  });
  return { settings, change };
}
