"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { StatePage } from "@/components/ui/state-page";
import { ApiError, apiPost } from "@/lib/client/api-client";
import { type Session, session } from "@/lib/contract/session";

type Outcome = "working" | "unknown" | { failed: string };

/** Plays being begun, by character: a page that is mounted again while it waits joins, and makes no second one. */
const beginning = new Map<string, Promise<Session>>();

function beginPlay(characterId: string): Promise<Session> {
  const running =
    beginning.get(characterId) ??
    apiPost("/api/sessions", { character_id: characterId }, { schema: session }).finally(() =>
      beginning.delete(characterId),
    );
  beginning.set(characterId, running);
  return running;
}

/** Starts a play with all defaults and goes into it. The page posts; its address alone changes nothing. */
export function OpenPlay({ characterId }: { characterId: string | null }) {
  const t = useTranslations("opening");
  const router = useRouter();
  const [outcome, setOutcome] = useState<Outcome>(characterId ? "working" : "unknown");
  const started = useRef(false);

  const open = useCallback(async () => {
    if (!characterId) return;
    setOutcome("working");
    try {
      const play = await beginPlay(characterId);
      router.replace(`/play/${encodeURIComponent(play.id)}`);
    } catch (error) {
      const code = error instanceof ApiError ? error.code : null;
      if (code === "NOT_FOUND" || code === "VALIDATION_ERROR") return setOutcome("unknown");
      setOutcome({ failed: error instanceof ApiError ? error.message : "" });
    }
  }, [characterId, router]);

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void open();
  }, [open]);

  if (outcome === "working") return <StatePage title={t("working")} body={t("workingHint")} live />;
  if (outcome === "unknown") return <StatePage title={t("unknownTitle")} body={t("unknownHint")} live />;
  return (
    <StatePage title={t("failedTitle")} body={outcome.failed || t("failedHint")} live>
      <button type="button" className="button button--lit" onClick={open}>
        {t("retry")}
      </button>
    </StatePage>
  );
}
