"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import type { CharacterDrafting } from "@/lib/client/character-drafting";
import {
  type CastMember,
  type ChangeCharacter,
  DRAFT_FIELDS,
  type DraftField,
} from "@/lib/contract/character";
import { DraftBar } from "./draft-bar";
import { FIRST_FIELDS, fromText, SCRIPT_FIELDS, type ScriptField, toText } from "./editor-fields";
import { FieldDrafting } from "./field-drafting";
import { FieldRow } from "./field-row";
import { LorebookField } from "./lorebook-field";

/** Who the character is, field by field: the four that matter, then the rest on demand; each can be drafted. */
export function ScriptStep({
  character,
  drafting,
  beginsDrafting,
  onChange,
  onDone,
}: {
  character: CastMember;
  drafting: CharacterDrafting;
  /** The person asked for a draft on the way here. */
  beginsDrafting: boolean;
  onChange: (changes: ChangeCharacter) => void;
  onDone: () => void;
}) {
  const t = useTranslations("editor");
  const snapshot = useSyncExternalStore(drafting.subscribe, drafting.getSnapshot, drafting.getSnapshot);
  // A persona that is built from the other fields is nothing that was written.
  const writtenOf = (field: ScriptField) =>
    field === "persona" && !character.has_own_persona ? "" : character[field];
  const isFilled = (field: ScriptField) => writtenOf(field).length > 0;
  const isMoreFilled = SCRIPT_FIELDS.slice(FIRST_FIELDS).some(({ field }) => isFilled(field));
  const [isOpened, setOpened] = useState(false);
  const isOpen = isOpened || isMoreFilled || character.lorebook != null;
  // Only cards bring them; whoever empties them sees them go with the page.
  const [isOfGroups] = useState(character.group_only_greetings.length > 0);
  const fields = SCRIPT_FIELDS.filter(({ field }) => isOfGroups || field !== "group_only_greetings");
  const shown = isOpen ? fields : fields.slice(0, FIRST_FIELDS);
  const hasBegun = useRef(false);
  useEffect(() => {
    if (!beginsDrafting || hasBegun.current) return;
    hasBegun.current = true;
    void drafting.draftEmpty();
  }, [beginsDrafting, drafting]);
  return (
    <div className="fields">
      <DraftBar drafting={drafting} snapshot={snapshot} />
      {shown.map(({ field, kind }) => (
        <FieldRow
          key={field}
          label={t(`fields.${field}`)}
          hint={t(`hints.${field}`)}
          value={toText(writtenOf(field), kind)}
          rows={kind === "short" ? 1 : 2}
          maxLength={kind === "short" ? 200 : 32_000}
          onChange={(text) => onChange({ [field]: fromText(text, kind) })}
          onDone={onDone}
        >
          {isDrafted(field) && (
            <FieldDrafting
              field={field}
              isEmpty={!isFilled(field)}
              label={t(`fields.${field}`)}
              drafting={drafting}
              snapshot={snapshot}
            />
          )}
        </FieldRow>
      ))}
      {isOpen ? (
        <LorebookField
          book={character.lorebook ?? null}
          onChange={(lorebook) => onChange({ lorebook })}
          onDone={onDone}
        />
      ) : (
        <button type="button" className="button fields-more" onClick={() => setOpened(true)}>
          {t("more")}
        </button>
      )}
    </div>
  );
}

function isDrafted(field: ScriptField): field is DraftField & ScriptField {
  return (DRAFT_FIELDS as readonly string[]).includes(field);
}
