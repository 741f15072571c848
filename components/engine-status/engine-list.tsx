"use client";

import { useTranslations } from "use-intl";
import type { EngineState } from "@/lib/contract/health";
import { canServe } from "./engine-summary";

/** The engines of one kind with their state, and why one cannot be used. */
export function EngineList({ title, engines }: { title: string; engines: readonly EngineState[] }) {
  const t = useTranslations("engines");
  const nameOf = ({ embedded, kind, name }: EngineState) =>
    embedded ? t(kind === "demo" ? "demo" : "embeddedVoice") : name;
  return (
    <>
      <h3>{title}</h3>
      <ul className="engine-list">
        {engines.map((engine) => (
          <li key={`${engine.kind}:${engine.name}`}>
            <span className="dot" data-tone={canServe(engine) ? "lit" : "idle"} aria-hidden="true" />
            <b>{nameOf(engine)}</b>
            <span className="text-muted">{engine.embedded ? t("embedded") : t(engine.state)}</span>
            {engine.reason && <p className="reason">{engine.reason}</p>}
            {engine.notice && <p className="reason">{engine.notice}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}
