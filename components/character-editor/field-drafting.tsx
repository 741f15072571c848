"use client";

import { RotateCcw, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CharacterDrafting, DraftingSnapshot } from "@/lib/client/character-drafting";
import type { DraftField } from "@/lib/contract/character";

/** Has one field written anew, and takes that back. */
export function FieldDrafting({
  field,
  label,
  isEmpty,
  drafting,
  snapshot,
}: {
  field: DraftField;
  label: string;
  isEmpty: boolean;
  drafting: CharacterDrafting;
  snapshot: DraftingSnapshot;
}) {
  const t = useTranslations("editor");
  const isWriting = snapshot.writing.has(field);
  return (
    <>
      <button
        type="button"
        className="text-button"
        aria-label={isEmpty ? t("draft.oneOf", { field: label }) : t("draft.redraft", { field: label })}
        disabled={snapshot.state === "running"}
        onClick={() => void drafting.redraft(field)}
      >
        <RotateCcw className="icon" strokeWidth={1.7} aria-hidden="true" />
        {isWriting ? t("draft.writing") : isEmpty ? t("draft.one") : t("draft.again")}
      </button>
      {snapshot.undoable.has(field) && (
        <button
          type="button"
          className="text-button"
          aria-label={t("draft.undoOf", { field: label })}
          onClick={() => drafting.undo(field)}
        >
          <Undo2 className="icon" strokeWidth={1.7} aria-hidden="true" />
          {t("draft.undo")}
        </button>
      )}
    </>
  );
}
