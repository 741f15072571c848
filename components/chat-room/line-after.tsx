"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RoomLine, RoomNotice } from "@/lib/client/room-state";

/** A line of the person's own that the server never took. */
export function UnsentLine({ onSend }: { onSend: () => void }) {
  const t = useTranslations("room");
  return (
    <p className="line-after">
      <span>{t("unsent")}</span>
      <button type="button" className="text-button text-button--lit" onClick={onSend}>
        {t("sendUnsent")}
      </button>
    </p>
  );
}

/** What befell a line: cut off, broken off, without sound. The text always stays; a button says what to do. */
export function LineAfter({
  line,
  notices,
  voiceAway,
  canContinue,
  onContinue,
  onRetrySpeech,
}: {
  line: RoomLine;
  notices: readonly RoomNotice[];
  /** The play's voice engine is away: pending lines wait for it. */
  voiceAway: boolean;
  canContinue: boolean;
  onContinue: () => void;
  onRetrySpeech: () => void;
}) {
  const t = useTranslations("room");
  const noticeByCode = new Map(notices.map((notice) => [notice.code, notice.message]));
  const brokeOff = line.state === "failed";
  const silent = line.speech === "failed";
  const waiting = line.speech === "pending" && voiceAway;
  const notes = [...noticeByCode.values()];
  if (silent && notes.length === 0) notes.push(t("speechFailed"));
  if (waiting && notes.length === 0) notes.push(t("speechPending"));

  return (
    <>
      {(brokeOff || canContinue) && (
        <p className="line-after" data-tone={brokeOff ? "bad" : undefined}>
          {brokeOff && (
            <span>
              <TriangleAlert className="icon" strokeWidth={1.7} aria-hidden="true" />
              {t("failedHint")}
            </span>
          )}
          {canContinue && (
            <button type="button" className="text-button text-button--lit" onClick={onContinue}>
              {t("continue")}
            </button>
          )}
        </p>
      )}
      {notes.map((note) => (
        <p className="line-after" data-tone={silent ? "bad" : undefined} data-testid="notice" key={note}>
          <span>
            {silent && <TriangleAlert className="icon" strokeWidth={1.7} aria-hidden="true" />}
            {note}
          </span>
          {silent && (
            <button type="button" className="text-button" onClick={onRetrySpeech}>
              <RotateCw className="icon" strokeWidth={1.7} aria-hidden="true" />
              {t("speechRetry")}
            </button>
          )}
        </p>
      ))}
    </>
  );
}
