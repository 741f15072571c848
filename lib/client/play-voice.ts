"use client";

import "client-only";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Session } from "@/lib/contract/session";
import { sessionShape } from "@/lib/contract/session-shapes";
import { type ApiError, apiGet, apiPatch } from "./api-client";

/** Who speaks in a play from its next line on, and what changes it. "" = the server's default voice. */
export function usePlayVoice(playId: string) {
  const queries = useQueryClient();
  const queryKey = ["play", playId, "voice"];
  const path = `/api/sessions/${encodeURIComponent(playId)}`;
  const voiceOf = (session: Session) => session.voice_id ?? "";
  const voice = useQuery<string, ApiError>({
    queryKey,
    queryFn: async ({ signal }) => voiceOf(await apiGet(path, { schema: sessionShape, signal })),
  });
  const change = useMutation<Session, ApiError, string>({
    mutationFn: (chosen) => apiPatch(path, { voice: chosen }, { schema: sessionShape }),
    onSuccess: (session) => queries.setQueryData(queryKey, voiceOf(session)),
  });
  return { voice, change };
}
