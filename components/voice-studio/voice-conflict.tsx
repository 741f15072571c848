"use client";

import { useTranslations } from "use-intl";
import { Banner } from "@/components/ui/banner";
import type { VoiceView } from "@/lib/contract/voices";
import { changedFields, draftOf, type VoiceDraft } from "./voice-draft";

/** Someone else saved first: nothing was overwritten, both are still there, and the person chooses. */
export function VoiceConflict({
  theirs,
  mine,
  changed,
  onTake,
  onKeep,
}: {
  theirs: VoiceView;
  mine: VoiceDraft;
  /** What was changed here. */
  changed: readonly (keyof VoiceDraft)[];
  onTake: () => void;
  onKeep: () => void;
}) {
  const t = useTranslations("studio");
  const differing = changedFields(draftOf(theirs), mine).filter((name) => changed.includes(name));
  return (
    <Banner
      tone="bad"
      title={t("conflictTitle")}
      body={t("conflictBody", { fields: differing.map((name) => t(`parts.${name}`)).join(", ") || "–" })}
    >
      <button type="button" className="button" onClick={onTake}>
        {t("takeTheirs")}
      </button>
      <button type="button" className="button" onClick={onKeep}>
        {t("keepMine")}
      </button>
    </Banner>
  );
}
