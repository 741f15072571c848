"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Banner } from "@/components/ui/banner";
import type { RoomProblem } from "@/lib/client/room-state";
import type { RoomActions } from "./room-actions";

/** A turn that could not be answered: the server's own sentence where ours says no more than it. */
export function ProblemBanner({
  problem,
  lastLineKey,
  actions,
}: {
  problem: RoomProblem;
  lastLineKey: string | undefined;
  actions: RoomActions;
}) {
  const t = useTranslations("states");
  const tApp = useTranslations("app");
  const tRoom = useTranslations("room");
  const seats = problem.code === "CAPACITY_REACHED";
  const gone = problem.code === "SESSION_GONE";
  const full = problem.code === "INSUFFICIENT_STORAGE";
  return (
    <Banner
      tone={seats ? "lit" : "bad"}
      testId={seats ? "seat-queue" : undefined}
      icon={seats ? undefined : <TriangleAlert className="icon" strokeWidth={1.7} aria-hidden="true" />}
      title={gone ? t("goneTitle") : full ? t("storageTitle") : seats ? t("seatsTitle") : t("problemTitle")}
      body={
        gone
          ? t("goneBody")
          : full
            ? t("storageBody")
            : problem.place
              ? t("seatsBody", { place: problem.place })
              : problem.message
      }
    >
      {gone && (
        <Link className="button" href="/" prefetch={false}>
          {tApp("toLobby")}
        </Link>
      )}
      {problem.action === "retry" && !gone && (
        <button type="button" className="button" onClick={actions.retry}>
          {t("retry")}
        </button>
      )}
      {problem.action === "continue" && lastLineKey && (
        <button type="button" className="button" onClick={() => actions.continueLine(lastLineKey)}>
          {tRoom("continue")}
        </button>
      )}
    </Banner>
  );
}
