"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Command } from "@/components/ui/command";
import { StatePage } from "@/components/ui/state-page";
import { ApiError, apiPost } from "@/lib/client/api-client";

type Outcome = "working" | "done" | "expired" | "missing" | "offline";

/** Tries the key in the address's fragment, which no server log ever sees, and takes it out of the address bar. */
export function OwnerSignIn() {
  const t = useTranslations("owner");
  const [outcome, setOutcome] = useState<Outcome>("working");
  const token = useRef<string | null>(null);
  const started = useRef(false);

  const tryKey = async () => {
    if (!token.current) return setOutcome("missing");
    setOutcome("working");
    try {
      await apiPost("/api/auth/owner", { token: token.current });
      setOutcome("done");
    } catch (error) {
      // A server that failed or cannot be reached has not judged the key.
      setOutcome(
        error instanceof ApiError && error.status >= 400 && error.status < 500 ? "expired" : "offline",
      );
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, whatever React repeats: a key works only once
  useEffect(() => {
    const takeKey = () => {
      token.current = window.location.hash.slice(1) || null;
      window.history.replaceState(null, "", window.location.pathname);
      void tryKey();
    };
    // A newer link opened in this tab differs in its fragment alone: the page is not loaded anew.
    window.addEventListener("hashchange", takeKey);
    if (!started.current) takeKey();
    started.current = true;
    return () => window.removeEventListener("hashchange", takeKey);
  }, []);

  const titles = {
    working: t("working"),
    done: t("doneTitle"),
    expired: t("expiredTitle"),
    missing: t("missingTitle"),
    offline: t("offlineTitle"),
  };
  const bodies = {
    working: "",
    done: t("doneBody"),
    expired: t("expiredBody"),
    missing: t("missingBody"),
    offline: t("offlineBody"),
  };
  return (
    <StatePage
      title={titles[outcome]}
      body={bodies[outcome]}
      detail={(outcome === "expired" || outcome === "missing") && <Command text="npm run owner-link" />}
      live
    >
      {outcome === "offline" && (
        <button type="button" className="button button--lit" onClick={tryKey}>
          {t("retry")}
        </button>
      )}
    </StatePage>
  );
}
