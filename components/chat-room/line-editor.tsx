"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { RoomLine } from "@/lib/client/room-state";
import { isComposing } from "./is-composing";
import type { RoomActions } from "./room-actions";
import { excessOf, TooLong } from "./too-long";
import type { Desk } from "./use-room-desk";

/** A line being rewritten, where it stands. Somebody else's words for it are shown before either is lost. */
export function LineEditor({ line, actions, desk }: { line: RoomLine; actions: RoomActions; desk: Desk }) {
  const t = useTranslations("line");
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(line.content);
  const [base, setBase] = useState(line);
  const [trouble, setTrouble] = useState<{ now: RoomLine | null; message: string } | null>(null);
  const [isSaving, setSaving] = useState(false);
  const theirs = trouble?.now ?? null;
  const isFit = text.trim() !== "" && excessOf(text) === 0;
  const isOwn = line.role === "user";

  useEffect(() => {
    const { current } = area;
    current?.focus();
    current?.setSelectionRange(current.value.length, current.value.length);
  }, []);

  const save = async (from: RoomLine, isAsking: boolean) => {
    if (isSaving || !isFit) return;
    setSaving(true);
    const outcome = await actions.editLine(from, text.trim());
    setSaving(false);
    if (!outcome.done) {
      setTrouble(outcome);
      if (outcome.now) setBase(outcome.now);
      return;
    }
    desk.endEdit();
    if (isAsking) actions.retake(line.key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") desk.endEdit();
    else if (event.key === "Enter" && !event.shiftKey && !theirs) {
      event.preventDefault();
      void save(base, isOwn);
    }
  };

  return (
    <div className="line-editor">
      <label className="visually-hidden" htmlFor={id}>
        {t("editLabel")}
      </label>
      <textarea
        ref={area}
        id={id}
        data-testid="line-editor"
        aria-invalid={!isFit || undefined}
        aria-describedby={`${id}-long`}
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <TooLong id={`${id}-long`} text={text} />
      {trouble && (
        <div className="line-conflict" role="alert">
          <p>{theirs ? t("conflict") : trouble.message || t("editFailed")}</p>
          {theirs && <blockquote>{theirs.content}</blockquote>}
        </div>
      )}
      <div className="line-editor-actions">
        {theirs ? (
          <>
            <button type="button" className="button button--lit" onClick={() => void save(theirs, false)}>
              {t("keepMine")}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                actions.takeTheirs(theirs);
                desk.endEdit();
              }}
            >
              {t("takeTheirs")}
            </button>
          </>
        ) : (
          <>
            <button
              type="button"
              className="button button--lit"
              disabled={isSaving || !isFit}
              onClick={() => void save(base, isOwn)}
            >
              {isOwn ? t("saveAndAsk") : t("save")}
            </button>
            {isOwn && (
              <button
                type="button"
                className="button"
                disabled={isSaving || !isFit}
                onClick={() => void save(base, false)}
              >
                {t("save")}
              </button>
            )}
          </>
        )}
        <button type="button" className="text-button" onClick={desk.endEdit}>
          {t("cancel")}
        </button>
      </div>
    </div>
  );
}
