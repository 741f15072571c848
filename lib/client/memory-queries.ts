"use client";

import "client-only";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ChatModel } from "@/lib/contract/chat";
import type { PinView, SentPromptView } from "@/lib/contract/memory";
import { modelsShape, pinsShape, sentPromptShape } from "@/lib/contract/session-shapes";
import { type ApiError, apiDelete, apiGet, apiPost } from "./api-client";

const pathOf = (playId: string) => `/api/sessions/${encodeURIComponent(playId)}`;

/** The facts that stay in every prompt of a play, and what adds and removes them. */
export function usePins(playId: string) {
  const queries = useQueryClient();
  const queryKey = ["play", playId, "pins"];
  const path = `${pathOf(playId)}/pins`;
  const onSuccess = () => queries.invalidateQueries({ queryKey });
  const pins = useQuery<PinView[], ApiError>({
    queryKey,
    queryFn: async ({ signal }) => (await apiGet(path, { schema: pinsShape, signal })).pins,
  });
  const add = useMutation<unknown, ApiError, { text: string; message_id: string | null }>({
    mutationFn: (pin) => apiPost(path, pin),
    onSuccess,
  });
  const remove = useMutation<unknown, ApiError, string>({
    mutationFn: (id) => apiDelete(`${path}?id=${encodeURIComponent(id)}`),
    onSuccess,
  });
  return { pins, add, remove };
}

/** What the model was sent for a line. */
export function useSentPrompt(playId: string, messageId: string) {
  return useQuery<SentPromptView, ApiError>({
    queryKey: ["play", playId, "prompt", messageId],
    queryFn: ({ signal }) =>
      apiGet(`${pathOf(playId)}/messages/${encodeURIComponent(messageId)}/prompt`, {
        schema: sentPromptShape,
        signal,
      }),
    retry: false,
    gcTime: 0,
  });
}

/** The models that can answer now, the default first. */
export function useModels() {
  return useQuery<ChatModel[], ApiError>({
    queryKey: ["models"],
    queryFn: async ({ signal }) => (await apiGet("/api/chat/models", { schema: modelsShape, signal })).models,
    staleTime: 10_000,
  });
}
