"use client";

import { Trash2, Undo2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet } from "@/components/ui/sheet";
import { ApiError } from "@/lib/client/api-client";
import { usePins } from "@/lib/client/memory-queries";
import { useChangeSummary, useSummary } from "@/lib/client/use-summary";
import type { Session } from "@/lib/contract/session";

/** What the play remembers: the summary of what was folded, and facts that stay word for word. */
export function MemorySheet({
  session,
  pin,
  onClose,
}: {
  session: Session;
  /** A line the person wants remembered, to be cut down to the fact. */
  pin: { text: string; messageId: string | null } | null;
  onClose: () => void;
}) {
  const t = useTranslations("memory");
  return (
    <Sheet title={t("title")} onClose={onClose}>
      <Summary session={session} />
      <Pins session={session} pin={pin} />
    </Sheet>
  );
}

function Summary({ session }: { session: Session }) {
  const t = useTranslations("memory");
  const format = useFormatter();
  const id = useId();
  const { summary: data, error } = useSummary(session.id, session.turn_count);
  const change = useChangeSummary(session.id);
  const [draft, setDraft] = useState<string | null>(null);
  const [state, setState] = useState<"idle" | "saving" | "saved" | ApiError>("idle");
  const text = draft ?? data?.text ?? "";
  const trouble = state instanceof ApiError ? state : (error ?? null);

  const make = async (wish: { text: string } | { undo: true }) => {
    setState("saving");
    try {
      await change(wish);
      setDraft(null);
      setState("saved");
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      setState(refused);
    }
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    void make({ text });
  };
  return (
    <form className="memory-part" onSubmit={save}>
      <h3>
        <label htmlFor={id}>{t("summary")}</label>
      </h3>
      <p className="hint">
        {data && data.tokens_before > 0
          ? t("tokens", {
              before: format.number(data.tokens_before),
              after: format.number(data.tokens_after),
            })
          : t("none")}
      </p>
      <textarea
        id={id}
        className="field-text"
        rows={6}
        maxLength={20_000}
        lang={session.language}
        value={text}
        onChange={(event) => setDraft(event.target.value)}
      />
      <div className="memory-actions">
        <button
          type="submit"
          className="button button--lit"
          disabled={draft === null || draft === data?.text || state === "saving"}
        >
          {t("save")}
        </button>
        {data?.can_undo && (
          <button
            type="button"
            className="button"
            disabled={state === "saving"}
            onClick={() => void make({ undo: true })}
          >
            <Undo2 className="icon" strokeWidth={1.7} aria-hidden="true" />
            {t("undo")}
          </button>
        )}
        <span role="status">{state === "saved" && draft === null ? t("saved") : ""}</span>
      </div>
      <Trouble error={trouble} />
    </form>
  );
}

function Pins({
  session,
  pin,
}: {
  session: Session;
  pin: { text: string; messageId: string | null } | null;
}) {
  const t = useTranslations("memory");
  const id = useId();
  const { pins, add, remove } = usePins(session.id);
  const [text, setText] = useState(pin?.text ?? "");
  const [messageId, setMessageId] = useState(pin?.messageId ?? null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    add.mutate(
      { text: text.trim(), message_id: messageId },
      {
        onSuccess: () => {
          setText("");
          setMessageId(null);
        },
      },
    );
  };
  return (
    <section className="memory-part" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t("pins")}</h3>
      <p className="hint">{t("pinsHint")}</p>
      <ul className="pins" lang={session.language}>
        {pins.data?.map((each) => (
          <li key={each.id} data-testid="pin">
            <span>{each.text}</span>
            <IconButton name={t("unpin", { text: each.text })} onClick={() => remove.mutate(each.id)}>
              <Trash2 className="icon" strokeWidth={1.7} />
            </IconButton>
          </li>
        ))}
      </ul>
      <form onSubmit={submit}>
        <label htmlFor={id}>{t("pinNew")}</label>
        <textarea
          id={id}
          className="field-text"
          rows={2}
          maxLength={500}
          lang={session.language}
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to write this
          autoFocus={pin !== null}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="memory-actions">
          <button type="submit" className="button" disabled={text.trim() === "" || add.isPending}>
            {t("pinAdd")}
          </button>
        </div>
      </form>
      <Trouble error={add.error ?? remove.error ?? pins.error} />
    </section>
  );
}

function Trouble({ error }: { error: ApiError | null }) {
  const t = useTranslations("memory");
  return (
    <p className="trouble" role="alert">
      {error && (error.message || t("failed"))}
    </p>
  );
}
