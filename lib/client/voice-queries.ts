"use client";

import "client-only";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type CardVoice, cardVoiceList } from "@/lib/contract/card-voices";
import { type VoiceView, voicePage, voiceRevisions, voiceUses } from "@/lib/contract/voices";
import { type ApiError, apiGet } from "./api-client";

const STUDIO = ["studio-voices"] as const;
const addressOf = (id: string) => `/api/voices/${encodeURIComponent(id)}`;

/** Every voice as an admin sees it. */
export function useStudioVoices() {
  return useQuery<VoiceView[], ApiError>({
    queryKey: [...STUDIO, "list"],
    queryFn: async ({ signal }) => {
      const voices: VoiceView[] = [];
      let cursor = "";
      do {
        const query = new URLSearchParams({ limit: "100", cursor });
        const page = await apiGet(`/api/voices?${query}`, { schema: voicePage, signal });
        voices.push(...page.voices);
        cursor = page.next_cursor ?? "";
      } while (cursor !== "");
      return voices;
    },
  });
}

/** Every sound a voice made here has had. */
export function useVoiceRevisions({ id, version, source }: VoiceView) {
  return useQuery({
    queryKey: [...STUDIO, "revisions", id, version],
    queryFn: ({ signal }) => apiGet(`${addressOf(id)}/revisions`, { schema: voiceRevisions, signal }),
    enabled: source === "database",
  });
}

/** Who speaks with a voice. */
export function useVoiceUses(id: string) {
  return useQuery({
    queryKey: [...STUDIO, "uses", id],
    queryFn: ({ signal }) => apiGet(`${addressOf(id)}/uses`, { schema: voiceUses, signal }),
  });
}

/** Those that came in with cards and wait. */
export function useCardVoices() {
  return useQuery<CardVoice[], ApiError>({
    queryKey: [...STUDIO, "cards"],
    queryFn: async ({ signal }) =>
      (await apiGet("/api/admin/card-voices", { schema: cardVoiceList, signal })).voices,
  });
}

/** Reads the voices again, here and in the picker, after a change. */
export function useRefreshVoices(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    void queries.invalidateQueries({ queryKey: ["voices"] });
    await queries.invalidateQueries({ queryKey: STUDIO });
  }, [queries]);
}
