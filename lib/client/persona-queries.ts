"use client";

import "client-only";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type PersonaView, persona, personaList } from "@/lib/contract/personas";
import { type ApiError, apiDelete, apiGet, apiPatch, apiPost } from "./api-client";

const PERSONAS = ["personas"] as const;
const pathOf = (id: string) => `/api/personas/${encodeURIComponent(id)}`;

export type PersonaDraft = Pick<PersonaView, "name" | "description">;
type Changes = Partial<PersonaDraft & Pick<PersonaView, "is_default">>;

/** The person's personas, `initial` as the server drew them, and what makes, changes and removes one. */
export function usePersonas(initial: PersonaView[]) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: PERSONAS });
  const personas = useQuery<PersonaView[], ApiError>({
    queryKey: PERSONAS,
    queryFn: async ({ signal }) => (await apiGet("/api/personas", { schema: personaList, signal })).personas,
    initialData: initial,
    staleTime: 5_000,
  });
  const create = useMutation<PersonaView, ApiError, PersonaDraft>({
    mutationFn: (draft) => apiPost("/api/personas", draft, { schema: persona }),
    onSuccess,
  });
  const change = useMutation<PersonaView, ApiError, Changes & { id: string }>({
    mutationFn: ({ id, ...changes }) => apiPatch(pathOf(id), changes, { schema: persona }),
    onSuccess,
  });
  const remove = useMutation<unknown, ApiError, string>({
    mutationFn: (id) => apiDelete(pathOf(id)),
    onSuccess,
  });
  return { personas: personas.data, create, change, remove };
}
