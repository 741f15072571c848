"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { StatePage } from "@/components/ui/state-page";
import { ApiError, apiPost } from "@/lib/client/api-client";

/** On the server's own machine, while nobody owns it: one press makes this browser the owner's. */
export function ClaimServer() {
  const t = useTranslations("studio");
  const router = useRouter();
  const [state, setState] = useState<"idle" | "working" | { failed: string }>("idle");

  async function claim() {
    setState("working");
    try {
      await apiPost("/api/auth/owner/claim", {});
      router.refresh();
    } catch (error) {
      setState({ failed: (error instanceof ApiError && error.message) || t("claimFailed") });
    }
  }

  return (
    <StatePage
      title={t("claimTitle")}
      body={t("claimBody")}
      detail={typeof state === "object" && <p role="alert">{state.failed}</p>}
    >
      <button type="button" className="button button--lit" disabled={state === "working"} onClick={claim}>
        {t("claim")}
      </button>
    </StatePage>
  );
}
