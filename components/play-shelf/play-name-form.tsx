"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";

const MOST_LETTERS = 200;

/** A play's title, written anew where it stands. Enter keeps it, Escape leaves it; a refusal is said and the words stay. */
export function PlayNameForm({
  title,
  language,
  save,
  onDone,
}: {
  title: string;
  language: string;
  /** Rejects with the sentence for the person. */
  save: (title: string) => Promise<void>;
  onDone: () => void;
}) {
  const t = useTranslations("play");
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(title);
  const [state, setState] = useState<"open" | "saving" | { problem: string }>("open");
  useEffect(() => field.current?.select(), []);
  const isNew = name.trim() !== "" && name.trim() !== title;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isNew) return onDone();
    setState("saving");
    try {
      await save(name.trim());
      onDone();
    } catch (error) {
      setState({ problem: (error instanceof Error && error.message) || t("renameFailed") });
    }
  }

  return (
    <form
      className="play-name"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        onDone();
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        {t("name")}
      </label>
      <input
        ref={field}
        id={id}
        className="field-text"
        value={name}
        maxLength={MOST_LETTERS}
        lang={language}
        onChange={(event) => setName(event.target.value)}
      />
      <span className="play-name-acts">
        <button type="submit" className="button button--lit" disabled={state === "saving" || !name.trim()}>
          {t("renameSave")}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t("renameCancel")}
        </button>
      </span>
      {typeof state === "object" && (
        <p className="trouble" role="alert">
          {state.problem}
        </p>
      )}
    </form>
  );
}
