"use client";

import { useTranslations } from "use-intl";
import type { ChangeCharacter } from "@/lib/contract/character";
import { FieldRow } from "./field-row";

export interface Who {
  name: string;
  category: string;
  source_work: string;
  tags: string[];
}

/** Who it is about; only the name is needed. */
export function WhoStep({
  who,
  onChange,
  onDone,
}: {
  who: Who;
  onChange: (changes: ChangeCharacter) => void;
  onDone: () => void;
}) {
  const t = useTranslations("editor");
  const row = (field: "name" | "category" | "source_work") => (
    <FieldRow
      label={t(`fields.${field}`)}
      hint={t(`hints.${field}`)}
      value={who[field]}
      maxLength={200}
      // A name is never empty at the server: while it is, nothing of it is sent.
      onChange={(text) => {
        const line = text.replace(/\n/g, " ");
        if (field !== "name" || line.trim() !== "") onChange({ [field]: line });
      }}
      onDone={onDone}
    />
  );
  return (
    <div className="fields">
      {row("name")}
      {row("category")}
      {row("source_work")}
      <FieldRow
        label={t("fields.tags")}
        hint={t("hints.tags")}
        value={who.tags.join(", ")}
        maxLength={2000}
        onChange={(text) =>
          onChange({
            tags: text
              .split(/[,、，\n]/)
              .map((tag) => tag.trim().slice(0, 200))
              .filter(Boolean),
          })
        }
        onDone={onDone}
      />
    </div>
  );
}
