"use client";

import { Check, Minus } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import type { EngineCapabilities } from "@/lib/contract/engines";

const ABILITIES = [
  "streaming",
  "cloning",
  "uploads",
  "own_voices",
  "several_speakers",
  "sampling_controls",
  "weights",
] as const;

/** What an engine can do and what it cannot, and in which languages. */
export function EngineAbilities({ capabilities }: { capabilities: EngineCapabilities }) {
  const t = useTranslations("studio");
  const names = new Intl.DisplayNames([useLocale()], { type: "language" });
  const languages = capabilities.languages.map((code) =>
    /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(code) ? (names.of(code) ?? code) : code,
  );
  return (
    <div className="abilities">
      <p>{t("speaks", { languages: languages.join(", ") })}</p>
      <ul>
        {ABILITIES.map((ability) => {
          const can = capabilities[ability];
          const Mark = can ? Check : Minus;
          return (
            <li key={ability} data-can={can}>
              <Mark className="icon" strokeWidth={1.7} aria-hidden="true" />
              {t(`abilities.${ability}`)}
              {!can && <span className="visually-hidden">{t("cannot")}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
