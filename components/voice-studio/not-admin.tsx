"use client";

import { useTranslations } from "use-intl";
import { Command } from "@/components/ui/command";
import { StatePage } from "@/components/ui/state-page";
import { ClaimServer } from "./claim-server";
import { StudioWords, type StudioWordsProps } from "./studio-words";

/** For whoever may not enter: why, and how one becomes an admin; on the machine of a server nobody owns, at once. */
export function NotAdmin({ mayClaim, ...words }: StudioWordsProps & { mayClaim: boolean }) {
  return <StudioWords {...words}>{mayClaim ? <ClaimServer /> : <Closed />}</StudioWords>;
}

function Closed() {
  const t = useTranslations("studio");
  return (
    <StatePage
      title={t("closedTitle")}
      body={t("closedBody")}
      detail={<Command text="npm run owner-link" />}
    />
  );
}
