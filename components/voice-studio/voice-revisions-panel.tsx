"use client";

import { useFormatter, useTranslations } from "use-intl";
import { useVoiceRevisions } from "@/lib/client/voice-queries";
import type { VoiceView } from "@/lib/contract/voices";
import { changedFields } from "./voice-draft";

/** What each revision of a voice changed; clips made by an earlier one keep their sound. */
export function VoiceRevisionsPanel({ voice }: { voice: VoiceView }) {
  const t = useTranslations("studio");
  const format = useFormatter();
  const { data } = useVoiceRevisions(voice);
  const revisions = data?.revisions ?? [];
  return (
    <section className="studio-panel" aria-labelledby="voice-revisions">
      <h2 id="voice-revisions">{t("revisions")}</h2>
      <ol className="voice-revisions">
        {revisions.toReversed().map(({ revision, created_at, spec }) => {
          const before = revisions.find((one) => one.revision === revision - 1);
          const parts = before ? changedFields(before.spec, spec).map((name) => t(`parts.${name}`)) : [];
          return (
            <li key={revision}>
              <b className="numeric">{revision}</b>
              <time dateTime={created_at} className="numeric">
                {format.dateTime(new Date(created_at), { dateStyle: "medium", timeStyle: "short" })}
              </time>
              <span>{before ? parts.join(", ") : t("made")}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
