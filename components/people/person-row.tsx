"use client";

import { Ban, LogOut, Trash2, Undo2 } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import { byteText } from "@/components/ui/byte-text";
import { RelativeTime } from "@/components/ui/relative-time";
import { SureButton } from "@/components/voice-studio/sure-button";
import { Trouble } from "@/components/voice-studio/trouble";
import { useAttempt } from "@/components/voice-studio/use-attempt";
import { usePersonActs } from "@/lib/client/people-queries";
import type { PersonView } from "@/lib/contract/people";
import { NewPassword } from "./new-password";
import { personName } from "./person-name";

/** One of the people: who it is, what they use, what can be done. */
export function PersonRow({
  person,
  isOneself,
  renderedAt,
}: {
  person: PersonView;
  isOneself: boolean;
  renderedAt: number;
}) {
  const t = useTranslations("people");
  const locale = useLocale();
  const format = useFormatter();
  const { setBlocked, signOut, remove, setPassword } = usePersonActs(person.id);
  const { isBusy, problem, attempt } = useAttempt();
  const icon = { className: "icon", strokeWidth: 1.7, "aria-hidden": true } as const;
  const minutes = { style: "unit", unit: "minute", maximumFractionDigits: 1 } as const;
  const isShared = person.kind === "anonymous";
  const marks = [
    t(`kinds.${person.kind}`),
    person.is_admin && t("admin"),
    isOneself && t("you"),
    person.is_blocked && t("blocked"),
  ].filter(Boolean);
  return (
    <li className="person-row" data-testid="person" data-blocked={person.is_blocked || undefined}>
      <div>
        <h3>{isShared ? t("programs") : personName(person, t("guest"))}</h3>
        <p>
          {marks.join(" · ")}
          {person.name && person.email && ` · ${person.email}`}
        </p>
        <p>
          {t("since")} <RelativeTime at={person.created_at} renderedAt={renderedAt} />
          {person.last_played_at && (
            <>
              {" · "}
              {t("lastPlayed")} <RelativeTime at={person.last_played_at} renderedAt={renderedAt} />
            </>
          )}
        </p>
      </div>
      <p className="numeric">
        {t("usage", { plays: person.plays, lines: person.lines, characters: person.characters })}
        <br />
        {t("sound", {
          minutes: format.number(person.speech_seconds / 60, minutes),
          size: byteText(person.clip_bytes, locale),
        })}
        {person.seats > 0 && ` · ${t("seated", { count: person.seats })}`}
      </p>
      {!isOneself && !isShared && (
        <div className="person-acts">
          {person.is_blocked ? (
            <button
              type="button"
              className="text-button"
              disabled={isBusy}
              onClick={() => void attempt(() => setBlocked(false))}
            >
              <Undo2 {...icon} />
              {t("unblock")}
            </button>
          ) : (
            <SureButton
              label={t("block")}
              sure={t("blockSure")}
              icon={<Ban {...icon} />}
              disabled={isBusy}
              onSure={() => void attempt(() => setBlocked(true))}
            />
          )}
          <SureButton
            label={t("signOut")}
            sure={t("signOutSure")}
            icon={<LogOut {...icon} />}
            disabled={isBusy}
            onSure={() => void attempt(signOut)}
          />
          {person.has_password && (
            <NewPassword isBusy={isBusy} onSet={(next) => attempt(() => setPassword(next))} />
          )}
          <SureButton
            label={t("remove")}
            sure={t("removeSure")}
            icon={<Trash2 {...icon} />}
            disabled={isBusy}
            onSure={() => void attempt(remove)}
          />
        </div>
      )}
      <Trouble text={problem} />
    </li>
  );
}
