"use client";

import "client-only";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type OwnVoicesView, ownVoices } from "@/lib/contract/own-voices";
import { type ApiError, apiGet } from "./api-client";

const OWN = ["own-voices"] as const;
export const OWN_VOICES_PATH = "/api/users/me/voices";

/** Where one of the person's own voices is changed. */
export const ownVoicePath = (id: string) => `${OWN_VOICES_PATH}/${encodeURIComponent(id)}`;

/** The person's own voices, and how many more there may be. */
export function useOwnVoices() {
  return useQuery<OwnVoicesView, ApiError>({
    queryKey: OWN,
    queryFn: ({ signal }) => apiGet(OWN_VOICES_PATH, { schema: ownVoices, signal }),
  });
}

/** Reads them again, here and in the picker, after a change. */
export function useRefreshOwnVoices(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    void queries.invalidateQueries({ queryKey: ["voices"] });
    await queries.invalidateQueries({ queryKey: OWN });
  }, [queries]);
}
