"use client";

import { ChevronLeft } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SavingState } from "@/lib/client/character-draft";
import type { Step } from "./steps";

/** The foot of the editor: back, how the writing is kept, on; at the end a play. */
export function EditorDock({
  before,
  after,
  saving,
  message,
  onStep,
  onPlay,
}: {
  before: Step | null;
  after: Step | null;
  saving: SavingState;
  /** The server's own sentence, where there is one. */
  message: string;
  onStep: (step: Step) => void;
  onPlay: () => void;
}) {
  const t = useTranslations("editor");
  return (
    <div className="dock">
      <div className="wrap">
        {before && (
          <button type="button" className="text-button" onClick={() => onStep(before)}>
            <ChevronLeft className="icon" strokeWidth={1.7} aria-hidden="true" />
            {t(`step.${before}`)}
          </button>
        )}
        <span className="dock-state" role="status" data-state={saving}>
          {(saving === "waiting" || saving === "refused") && message ? message : t(`saving.${saving}`)}
        </span>
        {after ? (
          <>
            <button type="button" className="button" onClick={onPlay}>
              {t("play")}
            </button>
            <button type="button" className="button button--lit" onClick={() => onStep(after)}>
              {t(`to.${after}`)}
            </button>
          </>
        ) : (
          <button type="button" className="button button--lit" onClick={onPlay}>
            {t("play")}
          </button>
        )}
      </div>
    </div>
  );
}
