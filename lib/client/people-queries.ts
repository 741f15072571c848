"use client";

import "client-only";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { type AuditPage, auditPage, type PeoplePage, peoplePage } from "@/lib/contract/people";
import { type ApiError, apiDelete, apiGet, apiPatch, apiPost, apiPut } from "./api-client";

const PEOPLE = ["admin", "people"] as const;
const AUDIT = ["admin", "audit"] as const;

const asked = (path: string, given: Record<string, string>) =>
  `${path}?${new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ""))}`;

/** Everybody, page by page, newest first. */
export function usePeople(q: string) {
  return useInfiniteQuery<PeoplePage, ApiError, PeoplePage[], readonly string[], string>({
    queryKey: [...PEOPLE, q],
    queryFn: ({ pageParam, signal }) =>
      apiGet(asked("/api/admin/people", { q, cursor: pageParam }), { schema: peoplePage, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    select: ({ pages }) => pages,
    placeholderData: (before) => before,
  });
}

/** Sign-ins and admins' acts, page by page, newest first. */
export function useAudit() {
  return useInfiniteQuery<AuditPage, ApiError, AuditPage[], readonly string[], string>({
    queryKey: AUDIT,
    queryFn: ({ pageParam, signal }) =>
      apiGet(asked("/api/admin/audit", { cursor: pageParam }), { schema: auditPage, signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor,
    select: ({ pages }) => pages,
  });
}

/** What an admin does with somebody; resolves when the lists are read again. */
export function usePersonActs(id: string) {
  const queries = useQueryClient();
  const path = `/api/admin/people/${encodeURIComponent(id)}`;
  const then = async (act: Promise<unknown>) => {
    await act;
    await queries.invalidateQueries({ queryKey: ["admin"] });
  };
  return {
    setBlocked: (is_blocked: boolean) => then(apiPatch(path, { is_blocked })),
    signOut: () => then(apiPost(`${path}/sign-out`, {})),
    remove: () => then(apiDelete(path)),
    setPassword: (new_password: string) =>
      then(apiPut(`/api/admin/accounts/${encodeURIComponent(id)}/password`, { new_password })),
  };
}
