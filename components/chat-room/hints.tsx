"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import type { HintsState } from "./use-hints";

/** Over the composer: lines the person could say. One that is chosen is theirs to change before it is sent. */
export function Hints({
  state,
  language,
  onChoose,
  onAgain,
  onClose,
}: {
  state: HintsState;
  language: string;
  onChoose: (line: string) => void;
  onAgain: () => void;
  onClose: () => void;
}) {
  const t = useTranslations("composer");
  const tApp = useTranslations("app");
  if (state.kind === "closed") return null;
  return (
    <section className="hints" aria-label={t("hintsTitle")} aria-busy={state.kind === "running"}>
      <div className="hints-head">
        <span role="status">
          {state.kind === "running" ? t("hintsRunning") : state.kind === "ready" ? t("hintsTitle") : ""}
        </span>
        <IconButton name={tApp("dismiss")} onClick={onClose}>
          <X className="icon" strokeWidth={1.7} />
        </IconButton>
      </div>
      {state.kind === "failed" ? (
        <p className="hints-failed" role="alert">
          {state.message || t("hintsFailed")}
          <button type="button" className="text-button" onClick={onAgain}>
            {t("hintsAgain")}
          </button>
        </p>
      ) : (
        <ul lang={language}>
          {state.kind === "ready" &&
            state.hints.map((line) => (
              <li key={line}>
                <button type="button" className="hint" title={line} onClick={() => onChoose(line)}>
                  <span>{line}</span>
                </button>
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
