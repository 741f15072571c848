"use client";

import { Unplug, VolumeX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Banner } from "@/components/ui/banner";
import { Command } from "@/components/ui/command";
import type { PlayerSnapshot, RoomSnapshot } from "@/lib/client/room-state";
import { ProblemBanner } from "./problem-banner";
import type { RoomActions } from "./room-actions";

/** Above the composer: what befalls the running turn. Each says what happened, what is kept, what to do. */
export function PassingStates({
  snapshot,
  player,
  offline,
  actions,
}: {
  snapshot: RoomSnapshot;
  player: PlayerSnapshot;
  offline: boolean;
  actions: RoomActions;
}) {
  const t = useTranslations("states");
  const tLine = useTranslations("line");
  const { phase, problem, resumed } = snapshot;
  const notices = snapshot.notices.filter((notice) => notice.lineKey === null);
  const unplugged = <Unplug className="icon" strokeWidth={1.7} aria-hidden="true" />;

  return (
    <div className="room-states room-states--bottom">
      {snapshot.removed && (
        <Banner title={tLine("removed")} body="" testId="removed">
          <button type="button" className="button" onClick={actions.undoRemove}>
            {tLine("undo")}
          </button>
        </Banner>
      )}
      {notices.slice(-2).map((notice) => (
        <Banner
          key={notice.id}
          title={notice.message}
          body=""
          onDismiss={() => actions.dismissNotice(notice.id)}
        />
      ))}
      {offline ? (
        <Banner
          tone="bad"
          icon={unplugged}
          title={t("offlineTitle")}
          body={t("offlineBody")}
          more={
            <>
              <p className="text-muted">{t("offlineHow")}</p>
              <Command text="npm start" />
            </>
          }
        >
          <button
            type="button"
            className="button"
            onClick={problem?.action ? actions.retry : actions.recheckEngines}
          >
            {problem?.action && phase !== "reconnecting" ? t("retry") : t("recheck")}
          </button>
        </Banner>
      ) : phase === "paused" ? (
        <Banner title={t("pausedTitle")} body={problem?.message ?? t("pausedBody")}>
          <button type="button" className="button" onClick={actions.retry}>
            {t("pausedRetry")}
          </button>
        </Banner>
      ) : phase === "reconnecting" ? (
        <Banner tone="bad" icon={unplugged} title={t("reconnectingTitle")} body={t("reconnectingBody")} />
      ) : problem ? (
        <ProblemBanner problem={problem} actions={actions} lastLineKey={snapshot.lines.at(-1)?.key} />
      ) : resumed ? (
        <Banner title={t("resumedTitle")} body={t("resumedBody")} onDismiss={actions.dismissResumed} />
      ) : null}
      {player.blocked && (
        <Banner
          icon={<VolumeX className="icon" strokeWidth={1.7} aria-hidden="true" />}
          title={t("blockedTitle")}
          body={t("blockedBody")}
        >
          <button type="button" className="button button--lit" onClick={actions.unlockSound}>
            {t("blockedAction")}
          </button>
        </Banner>
      )}
    </div>
  );
}
