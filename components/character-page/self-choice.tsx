"use client";

import { ChevronDown } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import type { PersonaView } from "@/lib/contract/personas";
import { AS_THE_SCENE, type PlaySelf, WRITTEN } from "./play-self";

/** Who one is in the play to come: chosen among one's personas, or written for this play. */
export function SelfChoice({
  personas,
  userRole,
  self,
  onChange,
}: {
  personas: readonly PersonaView[];
  /** What the scene calls the person; "" = nothing. */
  userRole: string;
  self: PlaySelf;
  onChange: (self: PlaySelf) => void;
}) {
  const t = useTranslations("character");
  const id = useId();
  return (
    <div className="field-row">
      <label htmlFor={id}>
        {t("self")}
        <small>{t("selfHint")}</small>
      </label>
      <div className="self-choice">
        <span className="select">
          <select
            id={id}
            value={self.chosen}
            autoComplete="off"
            onChange={(event) => onChange({ ...self, chosen: event.target.value })}
          >
            <option value={AS_THE_SCENE}>
              {userRole ? t("selfAsRole", { role: userRole }) : t("selfAsScene")}
            </option>
            {personas.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
            <option value={WRITTEN}>{t("selfWritten")}</option>
          </select>
          <ChevronDown className="icon" strokeWidth={1.7} aria-hidden="true" />
        </span>
        {self.chosen === WRITTEN && (
          <>
            <input
              className="field-text"
              aria-label={t("selfName")}
              placeholder={t("selfName")}
              maxLength={100}
              value={self.name}
              onChange={(event) => onChange({ ...self, name: event.target.value })}
            />
            <textarea
              className="field-text"
              aria-label={t("selfPersona")}
              placeholder={t("selfPersona")}
              rows={1}
              maxLength={8000}
              value={self.persona}
              onChange={(event) => onChange({ ...self, persona: event.target.value })}
            />
          </>
        )}
      </div>
    </div>
  );
}
