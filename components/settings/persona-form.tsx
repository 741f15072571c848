"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import type { PersonaDraft } from "@/lib/client/persona-queries";

/** A persona being written. */
export function PersonaForm({
  initial = { name: "", description: "" },
  isBusy,
  onSave,
  onCancel,
}: {
  initial?: PersonaDraft;
  isBusy: boolean;
  onSave: (draft: PersonaDraft) => void;
  onCancel: () => void;
}) {
  const t = useTranslations("personas");
  const id = useId();
  const [name, setName] = useState(initial.name);
  const [description, setDescription] = useState(initial.description);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onSave({ name: name.trim(), description: description.trim() });
  };
  return (
    <form className="persona-form" onSubmit={submit}>
      <label htmlFor={`${id}-name`}>{t("name")}</label>
      <input
        id={`${id}-name`}
        className="field-text"
        maxLength={100}
        required
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to write this
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <label htmlFor={`${id}-description`}>{t("description")}</label>
      <textarea
        id={`${id}-description`}
        className="field-text"
        rows={2}
        maxLength={8000}
        placeholder={t("descriptionHint")}
        value={description}
        onChange={(event) => setDescription(event.target.value)}
      />
      <div className="field-actions">
        <button type="submit" className="button button--lit" disabled={isBusy || name.trim() === ""}>
          {t("save")}
        </button>
        <button type="button" className="text-button" onClick={onCancel}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
