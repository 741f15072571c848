"use client";

import { useTranslations } from "use-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import { Trouble } from "@/components/voice-studio/trouble";
import { useAudit } from "@/lib/client/people-queries";
import type { AuditEntry } from "@/lib/contract/people";
import { readAct } from "./audit-act";
import { personName } from "./person-name";

/** Who signed in, and what admins did. */
export function AuditList({ renderedAt }: { renderedAt: number }) {
  const t = useTranslations("people");
  const { data: pages = [], error, hasNextPage, isFetching, fetchNextPage } = useAudit();
  return (
    <section className="section" aria-labelledby="audit">
      <header>
        <h2 id="audit">{t("audit")}</h2>
        <p>{t("auditHint")}</p>
      </header>
      <Trouble text={error?.message} />
      <ol className="audit">
        {pages
          .flatMap(({ events }) => events)
          .map((event) => (
            <li key={event.id} data-testid="audit-event">
              <RelativeTime at={event.at} renderedAt={renderedAt} />
              <span>
                {event.actor.id === "anonymous" ? t("somebody") : personName(event.actor, t("guest"))}
              </span>
              <span>
                <Act event={event} />
              </span>
            </li>
          ))}
      </ol>
      {hasNextPage && (
        <button type="button" className="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {t("older")}
        </button>
      )}
    </section>
  );
}

function Act({ event }: { event: AuditEntry }) {
  const t = useTranslations("people");
  const act = readAct(event.action);
  const told =
    act === null
      ? event.action
      : act.kind === "own"
        ? t(`acts.${act.act}`)
        : t(`did.${act.method}`, { what: t(`of.${act.of}`) });
  const details = Object.entries(event.details).map(([name, value]) => `${name}: ${value}`);
  const beside = [act?.kind === "own" ? null : event.action, event.target, ...details, event.address];
  return (
    <>
      {told}
      <small>{beside.filter(Boolean).join(" · ")}</small>
    </>
  );
}
