"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { useRefreshCharacters } from "@/lib/client/character-queries";
import { FileImports } from "@/lib/client/file-imports";
import { useRefreshPlays } from "@/lib/client/play-queries";
import { ImportResult } from "./import-result";

/** The files that were dropped: each with how far it is and what came of it. */
export function ImportPanel({
  files,
  isOver,
  onClosed,
}: {
  files: readonly File[] | null;
  /** Something is held over the page. */
  isOver: boolean;
  onClosed: () => void;
}) {
  const t = useTranslations("import");
  const refreshCharacters = useRefreshCharacters();
  const refreshPlays = useRefreshPlays();
  const [imports] = useState(
    () =>
      new FileImports(() => {
        refreshCharacters();
        refreshPlays();
      }),
  );
  const items = useSyncExternalStore(imports.subscribe, imports.getSnapshot, imports.getSnapshot);
  useEffect(() => {
    if (files && files.length > 0) imports.add(files);
  }, [files, imports]);
  const isBusy = items.some(({ state }) => state === "waiting" || state === "sending");

  return (
    <>
      {isOver && (
        <div className="drop-veil" aria-hidden="true">
          <p>{t("drop")}</p>
        </div>
      )}
      {items.length > 0 && (
        <section className="import-panel" aria-label={t("title")}>
          <header>
            <h2>{t("title")}</h2>
            <span role="status" className="numeric">
              {t("progress", {
                done: items.filter(({ state }) => state === "done" || state === "failed").length,
                all: items.length,
              })}
            </span>
            {!isBusy && (
              <IconButton
                name={t("close")}
                onClick={() => {
                  imports.clear();
                  onClosed();
                }}
              >
                <X className="icon" strokeWidth={1.7} />
              </IconButton>
            )}
          </header>
          <ul>
            {items.map((item) => (
              <li key={item.id} data-state={item.state} data-testid="import-item">
                <b>{item.answer?.character.name ?? item.play?.title ?? (item.fileName || t("nameless"))}</b>
                {item.state === "done" && item.answer ? (
                  <>
                    <Link
                      href={`/play?character=${encodeURIComponent(item.answer.character.id)}`}
                      prefetch={false}
                    >
                      {t("play")}
                    </Link>
                    <Link
                      href={`/characters/${encodeURIComponent(item.answer.character.id)}/edit`}
                      prefetch={false}
                    >
                      {t("edit")}
                    </Link>
                    <ImportResult report={item.answer.report} />
                  </>
                ) : item.play ? (
                  <Link href={`/play/${encodeURIComponent(item.play.id)}`} prefetch={false}>
                    {t("goOn")}
                  </Link>
                ) : (
                  <span className={item.state === "failed" ? "trouble" : "text-faint"}>
                    {item.state === "failed" ? item.message || t("failed") : t(`state.${item.state}`)}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
