"use client";

import { BookMarked, Download, Ellipsis, Keyboard, ScrollText } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { Popover } from "@/components/ui/popover";
import type { Session } from "@/lib/contract/session";
import type { RoomActions } from "./room-actions";
import type { Desk } from "./use-room-desk";

const ModelChoice = dynamic(() => import("./model-choice").then((module) => module.ModelChoice), {
  ssr: false,
});

const FORMATS = ["txt", "jsonl", "json", "wav"] as const;

/** What belongs to the play as a whole: who answers, what is remembered, the play as a file, the keys. */
export function PlayMenu({ session, actions, desk }: { session: Session; actions: RoomActions; desk: Desk }) {
  const t = useTranslations("play");
  const tKeys = useTranslations("keys");
  const tRules = useTranslations("rules");
  const tMemory = useTranslations("memory");
  const icon = { className: "icon", strokeWidth: 1.7, "aria-hidden": true } as const;
  return (
    <Popover
      label={t("open")}
      triggerClassName="icon-button"
      triggerTestId="play-menu"
      trigger={<Ellipsis {...icon} />}
    >
      {(close) => (
        <>
          <h2>{t("title")}</h2>
          <ModelChoice load={actions.loadModel} save={actions.saveModel} />
          <div className="menu-row">
            <button
              type="button"
              className="text-button"
              onClick={() => {
                close();
                desk.open({ kind: "memory", pin: null });
              }}
            >
              <BookMarked {...icon} />
              {tMemory("open")}
            </button>
            <button
              type="button"
              className="text-button"
              onClick={() => {
                close();
                desk.open({ kind: "rules" });
              }}
            >
              <ScrollText {...icon} />
              {tRules("title")}
            </button>
            <button
              type="button"
              className="text-button"
              onClick={() => {
                close();
                desk.open({ kind: "keys" });
              }}
            >
              <Keyboard {...icon} />
              {tKeys("title")}
            </button>
          </div>
          <div className="menu-row">
            <h3>{t("export")}</h3>
            <ul className="export-list">
              {FORMATS.map((format) => (
                <li key={format}>
                  <a
                    className="text-button"
                    href={`/api/sessions/${encodeURIComponent(session.id)}/export?format=${format}`}
                    download
                  >
                    <Download {...icon} />
                    {t(`format.${format}`)}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
    </Popover>
  );
}
