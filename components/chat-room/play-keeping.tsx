"use client";

import { Library, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { PlayFiles } from "@/components/play-shelf/play-files";
import { PlayNameForm } from "@/components/play-shelf/play-name-form";
import { SureButton } from "@/components/voice-studio/sure-button";
import type { Session } from "@/lib/contract/session";
import type { RoomActions } from "./room-actions";

/** The play as a thing one has: its title, its files, the shelf it stands on, its end. */
export function PlayKeeping({
  session,
  hasSound,
  actions,
}: {
  session: Session;
  hasSound: boolean;
  actions: RoomActions;
}) {
  const t = useTranslations("play");
  const [isNaming, setNaming] = useState(false);
  const [fate, setFate] = useState<"kept" | "going" | { problem: string }>("kept");
  const icon = { className: "icon", strokeWidth: 1.7, "aria-hidden": true } as const;
  return (
    <>
      <div className="menu-row">
        {isNaming ? (
          <PlayNameForm
            title={session.title}
            language={session.language}
            save={actions.renamePlay}
            onDone={() => setNaming(false)}
          />
        ) : (
          <button type="button" className="text-button" onClick={() => setNaming(true)}>
            <Pencil {...icon} />
            {t("rename")}
          </button>
        )}
        <Link className="text-button" href="/plays" prefetch={false}>
          <Library {...icon} />
          {t("shelf")}
        </Link>
      </div>
      <div className="menu-row">
        <h3>{t("export")}</h3>
        <PlayFiles playId={session.id} hasSound={hasSound} />
      </div>
      <div className="menu-row">
        <SureButton
          label={t("delete")}
          sure={t("deleteSure")}
          icon={<Trash2 {...icon} />}
          disabled={fate === "going"}
          onSure={() => {
            setFate("going");
            actions.deletePlay().catch((error: unknown) => {
              setFate({ problem: (error instanceof Error && error.message) || t("deleteFailed") });
            });
          }}
        />
        {typeof fate === "object" && (
          <p className="trouble" role="alert">
            {fate.problem}
          </p>
        )}
      </div>
    </>
  );
}
