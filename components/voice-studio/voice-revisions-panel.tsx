"use client";

import { useFormatter, useTranslations } from "use-intl";
import { useVoiceRevisions } from "@/lib/client/voice-queries";
import type { VoiceView } from "@/lib/contract/voices";
import { type RevisionChange, revisionChanges } from "./revision-changes";

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
          return (
            <li key={revision}>
              <b className="numeric">{revision}</b>
              <time dateTime={created_at} className="numeric">
                {format.dateTime(new Date(created_at), { dateStyle: "medium", timeStyle: "short" })}
              </time>
              {before ? <Changes changes={revisionChanges(before.spec, spec)} /> : <span>{t("made")}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Changes({ changes }: { changes: readonly RevisionChange[] }) {
  const t = useTranslations("studio");
  const named = (part: RevisionChange["part"], member: string) =>
    part === "settings" && t.has(`settings.${member}.name`) ? t(`settings.${member}.name`) : member;
  return (
    <dl className="revision-changes">
      {changes.map(({ part, member, before, after }) => (
        <div key={`${part} ${member}`} data-testid="revision-change">
          <dt>{[t(`parts.${part}`), member && named(part, member)].filter(Boolean).join(" · ")}</dt>
          <dd>
            <del>{before ?? t("unset")}</del>
            <span aria-hidden="true">→</span>
            <ins>{after ?? t("unset")}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
