"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { CastMember, ChangeCharacter } from "@/lib/contract/character";
import { FIRST_FIELDS, fromText, SCRIPT_FIELDS, toText } from "./editor-fields";
import { FieldRow } from "./field-row";

/** Who the character is, field by field: the four that matter, then the rest on demand. */
export function ScriptStep({
  character,
  onChange,
  onDone,
}: {
  character: CastMember;
  onChange: (changes: ChangeCharacter) => void;
  onDone: () => void;
}) {
  const t = useTranslations("editor");
  const isFilled = (field: (typeof SCRIPT_FIELDS)[number]["field"]) => character[field].length > 0;
  const [isOpen, setOpen] = useState(() =>
    SCRIPT_FIELDS.slice(FIRST_FIELDS).some(({ field }) => isFilled(field)),
  );
  const shown = isOpen ? SCRIPT_FIELDS : SCRIPT_FIELDS.slice(0, FIRST_FIELDS);
  return (
    <div className="fields">
      {shown.map(({ field, kind }) => (
        <FieldRow
          key={field}
          label={t(`fields.${field}`)}
          hint={t(`hints.${field}`)}
          value={toText(character[field], kind)}
          rows={kind === "short" ? 1 : 2}
          maxLength={kind === "short" ? 200 : 32_000}
          onChange={(text) => onChange({ [field]: fromText(text, kind) })}
          onDone={onDone}
        />
      ))}
      {!isOpen && (
        <button type="button" className="button fields-more" onClick={() => setOpen(true)}>
          {t("more")}
        </button>
      )}
    </div>
  );
}
