"use client";

import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ConnectCommands } from "@/components/engine-status/connect-commands";
import { Banner } from "@/components/ui/banner";
import type { RoomActions } from "./room-actions";
import type { RoomConditions } from "./room-conditions";

/** Above the script: what holds for the whole play (demo stage, an engine came or went). */
export function StandingStates({
  conditions,
  newPlayHref,
  actions,
}: {
  conditions: RoomConditions;
  newPlayHref: string;
  actions: RoomActions;
}) {
  const t = useTranslations("states");
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const [howTo, setHowTo] = useState<"llm" | "tts" | null>(null);
  const [changeFailed, setChangeFailed] = useState(false);
  const dismiss = (name: string) => () => setDismissed((names) => [...names, name]);
  const shows = (name: string) => !dismissed.includes(name);
  const toggleHowTo = (kind: "llm" | "tts") => () => setHowTo((now) => (now === kind ? null : kind));
  const { available } = conditions;

  return (
    <div className="room-states room-states--top">
      {conditions.voiceAway && (
        <Banner
          title={conditions.voiceReason ? t("voiceUnreadyTitle") : t("voiceOfflineTitle")}
          body={changeFailed ? t("voiceChangeFailed") : (conditions.voiceReason ?? t("voiceOfflineBody"))}
          more={howTo === "tts" && <ConnectCommands kinds={["tts"]} />}
        >
          <button
            type="button"
            className="button"
            onClick={() =>
              actions.speakEmbedded().then(
                () => setChangeFailed(false),
                () => setChangeFailed(true),
              )
            }
          >
            {t("voiceEmbedded")}
          </button>
          {!conditions.voiceReason && (
            <button
              type="button"
              className="text-button"
              aria-expanded={howTo === "tts"}
              onClick={toggleHowTo("tts")}
            >
              {t("voiceConnect")}
            </button>
          )}
          <button type="button" className="text-button" onClick={actions.recheckEngines}>
            {t("recheck")}
          </button>
        </Banner>
      )}
      {available && shows(available) && (
        <Banner
          title={available === "llm" ? t("availableTitle") : t("voiceAvailableTitle")}
          body={available === "llm" ? t("availableBody") : t("voiceAvailableBody")}
          onDismiss={dismiss(available)}
        >
          <Link className="button" href={newPlayHref} prefetch={false}>
            {t("newPlay")}
          </Link>
        </Banner>
      )}
      {conditions.google && shows("google") && (
        <Banner title={t("googleTitle")} body={t("googleBody")} onDismiss={dismiss("google")} />
      )}
      {conditions.demo && shows("demo") && (
        <Banner
          title={t("demoTitle")}
          body={t("demoBody")}
          onDismiss={dismiss("demo")}
          more={howTo === "llm" && <ConnectCommands kinds={["llm"]} />}
        >
          <button
            type="button"
            className="button"
            aria-expanded={howTo === "llm"}
            onClick={toggleHowTo("llm")}
          >
            {t("demoConnect")}
          </button>
        </Banner>
      )}
    </div>
  );
}
