"use client";

import { BookMarked, Ellipsis, Keyboard, ScrollText } from "lucide-react";
import dynamic from "next/dynamic";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { type Mood, MoodToggle } from "@/components/ui/mood-toggle";
import { Popover } from "@/components/ui/popover";
import type { Session } from "@/lib/contract/session";
import type { RoomActions } from "./room-actions";
import type { Desk } from "./use-room-desk";

const ModelChoice = dynamic(() => import("./model-choice").then((module) => module.ModelChoice), {
  ssr: false,
  loading: ModelPlace,
});

const PlayKeeping = dynamic(() => import("./play-keeping").then((module) => module.PlayKeeping), {
  ssr: false,
});

/** What belongs to the play as a whole: who answers, what is remembered, its title, the play as a file, its end, the keys. */
export function PlayMenu({
  session,
  hasSound,
  mood,
  actions,
  desk,
}: {
  session: Session;
  /** Something of the play is spoken. */
  hasSound: boolean;
  mood: Mood;
  actions: RoomActions;
  desk: Desk;
}) {
  const t = useTranslations("play");
  const tKeys = useTranslations("keys");
  const tRules = useTranslations("rules");
  const tMemory = useTranslations("memory");
  const icon = { className: "icon", strokeWidth: 1.7, "aria-hidden": true } as const;
  const sheets = [
    { sheet: { kind: "memory", pin: null }, Icon: BookMarked, name: tMemory("open") },
    { sheet: { kind: "rules" }, Icon: ScrollText, name: tRules("title") },
    { sheet: { kind: "keys" }, Icon: Keyboard, name: tKeys("title") },
  ] as const;
  return (
    <Popover
      label={t("open")}
      triggerClassName="icon-button"
      triggerTestId="play-menu"
      trigger={<Ellipsis {...icon} />}
    >
      {(close) => (
        <>
          <h2>{t("title")}</h2>
          <ModelChoice load={actions.loadModel} save={actions.saveModel} />
          <div className="menu-row">
            {sheets.map(({ sheet, Icon, name }) => (
              <button
                key={sheet.kind}
                type="button"
                className="text-button"
                onClick={() => {
                  close();
                  desk.open(sheet);
                }}
              >
                <Icon {...icon} />
                {name}
              </button>
            ))}
            {/* On a phone the bar has no room for it. */}
            <span className="only-narrow">
              <MoodToggle initial={mood} isNamed />
            </span>
          </div>
          <PlayKeeping session={session} hasSound={hasSound} actions={actions} />
        </>
      )}
    </Popover>
  );
}

/** Holds the place of the choice while its code comes: what is below must not move under a finger. */
function ModelPlace() {
  const t = useTranslations("play");
  const id = useId();
  return (
    <div className="menu-row" aria-hidden="true">
      <label htmlFor={id}>{t("model")}</label>
      <select id={id} className="field-text" disabled />
      <small>{t("modelHint")}</small>
    </div>
  );
}
