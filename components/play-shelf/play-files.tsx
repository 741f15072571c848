"use client";

import { Download } from "lucide-react";
import { useTranslations } from "use-intl";

const FORMATS = ["txt", "jsonl", "json", "wav"] as const;

/** A play as files to take along; its sound only where there is any. */
export function PlayFiles({
  playId,
  hasSound,
  onTaken,
}: {
  playId: string;
  hasSound: boolean;
  onTaken?: () => void;
}) {
  const t = useTranslations("play");
  return (
    <ul className="export-list">
      {FORMATS.map((format) =>
        format === "wav" && !hasSound ? (
          <li key={format} className="export-none">
            <span>{t("format.wav")}</span>
            <small>{t("noSound")}</small>
          </li>
        ) : (
          <li key={format}>
            <a
              className="text-button"
              href={`/api/sessions/${encodeURIComponent(playId)}/export?format=${format}`}
              download
              onClick={onTaken}
            >
              <Download className="icon" strokeWidth={1.7} aria-hidden="true" />
              {t(`format.${format}`)}
            </a>
          </li>
        ),
      )}
    </ul>
  );
}
