"use client";

import { Sparkles } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CharacterDrafting, DraftingSnapshot } from "@/lib/client/character-drafting";

/** Has the empty fields drafted, tells how far it is, and what happened where it did not work. */
export function DraftBar({
  drafting,
  snapshot,
}: {
  drafting: CharacterDrafting;
  snapshot: DraftingSnapshot;
}) {
  const t = useTranslations("editor");
  const { state, done, all, message } = snapshot;
  const isRunning = state === "running";
  return (
    <div className="draft-bar" data-state={state} data-testid="draft-bar">
      <button
        type="button"
        className="button"
        onClick={() => (isRunning ? drafting.stop() : void drafting.draftEmpty())}
      >
        <Sparkles className="icon" strokeWidth={1.7} aria-hidden="true" />
        {isRunning ? t("draft.stop") : state === "failed" ? t("draft.goOn") : t("draft.begin")}
      </button>
      <p role="status" className={state === "failed" ? "trouble" : "field-state"}>
        {isRunning && all > 1 && t("draft.running", { done, all })}
        {isRunning && all <= 1 && t("draft.writing")}
        {state === "failed" && (message || t("draft.failed"))}
        {state === "done" && t("draft.done")}
        {state === "idle" && t("draft.hint")}
      </p>
      {isRunning && all > 1 && <progress value={done} max={all} aria-hidden="true" />}
    </div>
  );
}
