"use client";

import { ArrowUp, Lightbulb, Square } from "lucide-react";
import { type FormEvent, type KeyboardEvent, memo, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { RoomPhase } from "@/lib/client/room-state";
import { Hints } from "./hints";
import { isComposing } from "./is-composing";
import type { RoomActions } from "./room-actions";
import { excessOf, TooLong } from "./too-long";
import { useHints } from "./use-hints";
import type { Desk } from "./use-room-desk";

/** The next line of the play. Enter sends, Shift+Enter breaks the line; what is written survives a reload. */
export const Composer = memo(function Composer({
  role,
  language,
  phase,
  isOver,
  audible,
  lastOwnKey,
  actions,
  desk,
}: {
  role: string;
  /** The play's. */
  language: string;
  phase: RoomPhase;
  /** The play has had its turns: nothing more is sent. */
  isOver: boolean;
  audible: boolean;
  /** The person's last line, which ↑ in an empty composer rewrites. */
  lastOwnKey: string | null;
  actions: RoomActions;
  desk: Desk;
}) {
  const t = useTranslations("composer");
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const running =
    phase === "connecting" || phase === "thinking" || phase === "answering" || phase === "reconnecting";
  const active = running || audible;
  const waiting = phase === "paused";
  const isTooLong = excessOf(text) > 0;
  const sendable = text.trim() !== "" && !isTooLong && !waiting && !isOver;
  const mayHint = !running && !waiting && !isOver;
  const hints = useHints(actions);

  useEffect(() => {
    setText((now) => now || actions.loadDraft());
    if (window.matchMedia("(pointer: fine)").matches) area.current?.focus({ preventScroll: true });
  }, [actions]);

  const write = (next: string) => {
    setText(next);
    actions.saveDraft(next);
    if (hints.state.kind !== "closed") hints.close();
  };
  const take = (line: string) => {
    write(line);
    area.current?.focus({ preventScroll: true });
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!sendable) return;
    actions.send(text.trim());
    write("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && hints.state.kind !== "closed") hints.close();
    else if (event.key === "Escape" && active) actions.stop();
    else if (event.key === "ArrowDown" && text === "" && mayHint) {
      event.preventDefault();
      hints.ask();
    } else if (event.key === "ArrowUp" && text === "" && lastOwnKey !== null) {
      event.preventDefault();
      desk.edit(lastOwnKey);
    }
  };

  return (
    <form className="composer" onSubmit={submit}>
      <Hints
        state={hints.state}
        language={language}
        onChoose={take}
        onAgain={hints.ask}
        onClose={() => {
          hints.close();
          area.current?.focus({ preventScroll: true });
        }}
      />
      <div className="composer-line">
        <label className="speaker" htmlFor={id}>
          <span aria-hidden="true">{role}</span>
          <span className="visually-hidden">{t("label", { role })}</span>
        </label>
        <textarea
          ref={area}
          id={id}
          data-testid="composer"
          rows={1}
          aria-invalid={isTooLong || undefined}
          aria-describedby={isTooLong ? `${id}-long` : undefined}
          enterKeyHint="send"
          autoComplete="off"
          placeholder={t("placeholder")}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className="composer-actions">
          {active ? (
            <button
              type="button"
              className="play-button"
              data-testid="stop"
              aria-label={t("stop")}
              title={t("stop")}
              onClick={actions.stop}
            >
              <Square className="icon" data-shape="stop" strokeWidth={1.7} fill="currentColor" />
            </button>
          ) : (
            <button
              type="button"
              className="play-button"
              data-testid="hints"
              aria-label={t("hints")}
              title={t("hints")}
              disabled={!mayHint}
              onClick={hints.ask}
            >
              <Lightbulb className="icon" strokeWidth={1.7} />
            </button>
          )}
          <button
            type="submit"
            className="play-button play-button--lit"
            data-testid="send"
            aria-label={t("send")}
            title={t("send")}
            disabled={!sendable}
          >
            <ArrowUp className="icon" strokeWidth={1.7} />
          </button>
        </div>
      </div>
      <TooLong id={`${id}-long`} text={text} />
      <p className="composer-keys">
        <span>
          <kbd>Enter</kbd> {t("send")}
        </span>
        <span>
          <kbd>Shift</kbd> <kbd>Enter</kbd> {t("newline")}
        </span>
        {waiting ? <span>{t("waiting")}</span> : active && <span>{t("interrupts")}</span>}
      </p>
    </form>
  );
});
