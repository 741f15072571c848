"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { StatePage } from "@/components/ui/state-page";
import { ApiError, apiDelete, apiPost } from "@/lib/client/api-client";
import type { MergePreview } from "@/lib/contract/sign-in";

/** A guest who has an account already says what becomes of what they made. */
export function MergeDecision({ preview, to }: { preview: MergePreview; to: string }) {
  const t = useTranslations("merge");
  const [state, setState] = useState<"idle" | "sure" | "working" | { failed: string }>("idle");
  const { account, guest } = preview;

  async function decide(send: () => Promise<unknown>) {
    setState("working");
    try {
      await send();
      window.location.assign(to);
    } catch (error) {
      setState({ failed: (error instanceof ApiError && error.message) || t("failed") });
    }
  }
  const choose = (choice: "merge" | "discard") => decide(() => apiPost("/api/auth/merge", { choice }));

  const belongings = [
    guest.plays > 0 && t("plays", { count: guest.plays }),
    guest.characters > 0 && t("characters", { count: guest.characters }),
    guest.favourites > 0 && t("favourites", { count: guest.favourites }),
    guest.voices > 0 && t("voices", { count: guest.voices }),
    guest.keys > 0 && t("keys", { count: guest.keys }),
    guest.is_admin && t("owner"),
  ].filter((line) => line !== false);
  const detail = (
    <>
      <ul className="merge-list">
        {belongings.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {typeof state === "object" && (
        <p role="alert" className="trouble">
          {state.failed}
        </p>
      )}
    </>
  );
  const isWorking = state === "working";
  return (
    <StatePage
      title={t("title", { name: account.username })}
      body={state === "sure" ? t("discardSure") : t("body")}
      detail={detail}
      live
      wayOut={
        <button
          type="button"
          className="text-button"
          disabled={isWorking}
          onClick={() => decide(() => apiDelete("/api/auth/merge"))}
        >
          {t("stay")}
        </button>
      }
    >
      {state === "sure" ? (
        <>
          <button type="button" className="button button--lit" onClick={() => choose("discard")}>
            {t("discardNow")}
          </button>
          <button type="button" className="button" onClick={() => setState("idle")}>
            {t("back")}
          </button>
        </>
      ) : (
        <>
          <button
            type="button"
            className="button button--lit"
            disabled={isWorking}
            onClick={() => choose("merge")}
          >
            {t("bring")}
          </button>
          <button type="button" className="button" disabled={isWorking} onClick={() => setState("sure")}>
            {t("discard")}
          </button>
        </>
      )}
    </StatePage>
  );
}
