"use client";

import { useTranslations } from "use-intl";
import type { ImportAnswer } from "@/lib/contract/character";
import { partName } from "./part-name";

/** What an import kept, changed, dropped and made safe; what stayed as it was, and needs no word, is only counted. */
export function ImportResult({ report }: { report: ImportAnswer["report"] }) {
  const t = useTranslations("import");
  const fields = useTranslations("editor");
  const nameOf = (part: string) => {
    const name = partName(part);
    if (!name) return <code>{part}</code>;
    return name.in === "editor" ? fields(`fields.${name.key}`) : t(`part.${name.key}`);
  };
  const noted = report.filter(({ outcome, message }) => outcome !== "kept" || message !== null);
  const kept = report.length - noted.length;
  if (noted.length === 0) return <span className="text-faint">{t("allKept", { count: kept })}</span>;
  return (
    <details>
      <summary>{t("summary", { kept, noted: noted.length })}</summary>
      <ul>
        {noted.map(({ outcome, part, message }) => (
          <li key={`${outcome} ${part} ${message}`}>
            <span className="outcome" data-outcome={outcome}>
              {t(`outcome.${outcome}`)}
            </span>{" "}
            {nameOf(part)}
            {message && <>: {message}</>}
          </li>
        ))}
      </ul>
    </details>
  );
}
