"use client";

import useSWR from "swr";
import { useTranslations } from "use-intl";
import { apiDelete, apiGet, apiPost } from "@/lib/client/api-client";
import { type Remake, remake } from "@/lib/contract/cache";

const REMAKE = "/api/admin/cache/remake";
const WATCH_MS = 1000;

/** The voice whose lines are made again now, or were last; followed while that goes on. */
export function useRemake() {
  const { data, mutate } = useSWR(REMAKE, (path: string) => apiGet(path, { schema: remake.nullable() }), {
    refreshInterval: (latest) => (latest?.state === "running" ? WATCH_MS : 0),
  });
  const state: Remake | null = data ?? null;
  return {
    state,
    start: async (voiceId: string) => {
      await apiPost(REMAKE, { voice_id: voiceId });
      await mutate();
    },
    cancel: async () => {
      await apiDelete(REMAKE);
      await mutate();
    },
  };
}

/** How far it is, and a way to stop it. */
export function RemakePanel({
  state,
  name,
  onCancel,
}: {
  state: Remake;
  name: string;
  onCancel: () => void;
}) {
  const t = useTranslations("studio");
  const { done, failed, total } = state;
  const told = {
    running: t("remaking", { name, done: done + failed, total }),
    done: total === 0 ? t("remakeNone", { name }) : t("remade", { name, done }),
    cancelled: t("remakeStopped", { name, done, total }),
  }[state.state];
  return (
    <div className="remake" data-testid="remake" data-state={state.state}>
      <p role="status">
        {told}
        {failed > 0 && ` ${t("remakeFailed", { failed })}`}
      </p>
      {state.state === "running" && (
        <>
          <progress aria-label={told} max={Math.max(1, total)} value={done + failed} />
          <button type="button" className="button" onClick={onCancel}>
            {t("remakeStop")}
          </button>
        </>
      )}
    </div>
  );
}
