"use client";

import { useTranslations } from "use-intl";
import { STEPS, type Step } from "./steps";

/** Where one is in the making of a character; every step can be gone to. Null: the first, before there is one. */
export function EditorSteps({ step, onStep }: { step: Step; onStep: ((step: Step) => void) | null }) {
  const t = useTranslations("editor");
  return (
    <nav className="steps" aria-label={t("steps")}>
      <ol>
        {STEPS.map((each, index) => (
          <li key={each} aria-current={each === step ? "step" : undefined}>
            <button type="button" disabled={!onStep} onClick={() => onStep?.(each)}>
              <span>{index + 1}</span>
              {t(`step.${each}`)}
            </button>
          </li>
        ))}
      </ol>
      <p>{t("keptHint")}</p>
    </nav>
  );
}
