"use client";

import { useTranslations } from "use-intl";
import { scriptRuns } from "@/components/chat-room/script-runs";
import type { CastMember } from "@/lib/contract/character";

/** Which of a character's first lines opens the play. Absent where there is but one. */
export function GreetingChoice({
  character,
  chosen,
  onChoose,
}: {
  character: CastMember;
  /** 0 = the first message, 1.. = the alternate ones. */
  chosen: number;
  onChoose: (greeting: number) => void;
}) {
  const t = useTranslations("character");
  const greetings = [character.first_message, ...character.alternate_greetings].map((text, at) => ({
    text,
    at,
  }));
  if (greetings.length < 2) return null;
  return (
    <fieldset className="field-row greetings">
      <legend className="visually-hidden">{t("greeting")}</legend>
      <p className="field-label" aria-hidden="true">
        {t("greeting")}
        <small>{t("greetingHint")}</small>
      </p>
      <div>
        {greetings.map(({ text, at }) => (
          <label key={at}>
            <input type="radio" name="greeting" checked={chosen === at} onChange={() => onChoose(at)} />
            <span>{text.trim() === "" ? t("noGreeting") : shown(text, character.name)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** As the script sets it: stage directions in brackets, no marks. */
function shown(greeting: string, name: string): string {
  const told = greeting
    .replace(/\{\{char\}\}|<(?:char|bot)>/gi, name)
    .replace(/\{\{user\}\}|<user>/gi, "…")
    .slice(0, 220);
  return scriptRuns(told, [], null)
    .map(({ look, text }) => (look === "direction" ? `(${text})` : text))
    .join("");
}
