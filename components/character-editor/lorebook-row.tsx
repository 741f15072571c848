"use client";

import { Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import type { LorebookEntry } from "@/lib/contract/lorebook";
import { type EntryChanges, toWords } from "./lorebook-entries";

/** One fact: the words that call it, what it says, and where it stands. */
export function LorebookRow({
  entry,
  number,
  onChange,
  onRemove,
  onDone,
}: {
  entry: LorebookEntry;
  number: number;
  onChange: (changes: EntryChanges) => void;
  onRemove: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("lorebook");
  const id = useId();
  const [isNew] = useState(entry.content === "" && entry.keys.length === 0);
  const called = entry.constant ? t("always") : entry.keys.join(", ") || t("noKeys");
  return (
    <li data-off={entry.enabled ? undefined : ""}>
      <details open={isNew || undefined}>
        <summary>
          <b>{called}</b>
          <span>{entry.content.slice(0, 80)}</span>
        </summary>
        <fieldset className="lorebook-form" onBlur={onDone}>
          <legend className="visually-hidden">{called}</legend>
          <Words
            id={`${id}-keys`}
            label={t("keys", { number })}
            hint={t("keysHint")}
            words={entry.keys}
            onChange={(keys) => onChange({ keys })}
          />
          <label htmlFor={`${id}-content`}>{t("content", { number })}</label>
          <textarea
            id={`${id}-content`}
            className="field-text"
            rows={2}
            maxLength={32_000}
            value={entry.content}
            onChange={(event) => onChange({ content: event.target.value })}
          />
          <Words
            id={`${id}-secondary`}
            label={t("secondary", { number })}
            hint={t("secondaryHint")}
            words={entry.secondary_keys}
            onChange={(secondary_keys) => onChange({ secondary_keys })}
          />
          <div className="lorebook-switches">
            <label>
              <input
                type="checkbox"
                checked={entry.enabled}
                onChange={(event) => onChange({ enabled: event.target.checked })}
              />
              {t("enabled")}
            </label>
            <label>
              <input
                type="checkbox"
                checked={entry.constant}
                onChange={(event) => onChange({ constant: event.target.checked })}
              />
              {t("constant")}
            </label>
            <label>
              {t("position")}
              <select
                value={entry.position}
                onChange={(event) =>
                  onChange({ position: event.target.value === "before_char" ? "before_char" : "after_char" })
                }
              >
                <option value="before_char">{t("before")}</option>
                <option value="after_char">{t("after")}</option>
              </select>
            </label>
            <label>
              {t("order")}
              <input
                type="number"
                className="numeric"
                value={entry.insertion_order}
                onChange={(event) => {
                  const order = event.target.valueAsNumber;
                  if (Number.isFinite(order)) onChange({ insertion_order: order });
                }}
              />
            </label>
            <IconButton name={t("remove", { number })} onClick={onRemove}>
              <Trash2 className="icon" strokeWidth={1.7} />
            </IconButton>
          </div>
        </fieldset>
      </details>
    </li>
  );
}

/** Words with commas between them; while they are typed the commas are the person's. */
function Words({
  id,
  label,
  hint,
  words,
  onChange,
}: {
  id: string;
  label: string;
  hint: string;
  words: readonly string[];
  onChange: (words: string[]) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <>
      <label htmlFor={id}>
        {label} <small>{hint}</small>
      </label>
      <input
        id={id}
        className="field-text"
        value={typed ?? words.join(", ")}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(toWords(event.target.value));
        }}
        onBlur={() => setTyped(null)}
      />
    </>
  );
}
