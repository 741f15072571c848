"use client";

import { useTranslations } from "use-intl";
import { useStudioEngines } from "@/lib/client/studio-queries";
import { PoolOptions } from "./pool-options";

/** Which engine says a take: the voice's own, or another one to compare it with. */
export function TakeEngine({
  letter,
  value,
  onChoose,
}: {
  letter: string;
  /** A pool; null: the voice's own. */
  value: string | null;
  onChoose: (pool: string | null) => void;
}) {
  const t = useTranslations("studio");
  const { engines } = useStudioEngines();
  return (
    <select
      className="studio-input"
      aria-label={t("takeEngine", { letter })}
      value={value ?? ""}
      onChange={({ target }) => onChoose(target.value || null)}
    >
      <option value="">{t("asVoice")}</option>
      <PoolOptions engines={engines} />
    </select>
  );
}
