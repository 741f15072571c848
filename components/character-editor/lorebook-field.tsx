"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { type Book, entriesOf, withEntry, withNewEntry, withoutEntry } from "./lorebook-entries";
import { LorebookRow } from "./lorebook-row";

/** What a character knows: facts that come into its mind when their words are said. */
export function LorebookField({
  book,
  onChange,
  onDone,
}: {
  book: Book | null;
  onChange: (book: Book) => void;
  onDone: () => void;
}) {
  const t = useTranslations("lorebook");
  const entries = entriesOf(book).map((entry, at) => ({ entry, at }));
  return (
    <section className="field-row lorebook" aria-labelledby="lorebook-title">
      <h2 id="lorebook-title" className="field-label">
        {t("title")}
        <small>{t("hint")}</small>
      </h2>
      <div>
        <ol>
          {entries.map(({ entry, at }) => (
            <LorebookRow
              key={at}
              entry={entry}
              number={at + 1}
              onChange={(changes) => onChange(withEntry(book, at, changes))}
              onRemove={() => {
                onChange(withoutEntry(book, at));
                onDone();
              }}
              onDone={onDone}
            />
          ))}
        </ol>
        <button type="button" className="text-button" onClick={() => onChange(withNewEntry(book))}>
          <Plus className="icon" strokeWidth={1.7} aria-hidden="true" />
          {t("add")}
        </button>
      </div>
    </section>
  );
}
