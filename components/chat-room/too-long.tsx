"use client";

import { useFormatter, useTranslations } from "use-intl";
import { MAX_LINE_LENGTH } from "@/lib/contract/line-length";

/** How many characters too many a line has; 0 = it may be sent. */
export const excessOf = (text: string): number => Math.max(0, text.trim().length - MAX_LINE_LENGTH);

/** Says that a line is too long; what was written or pasted stays whole. */
export function TooLong({ id, text }: { id: string; text: string }) {
  const t = useTranslations("composer");
  const format = useFormatter();
  const excess = excessOf(text);
  return (
    <p className="trouble" id={id} role="alert" data-testid="too-long">
      {excess > 0 && t("tooLong", { excess: format.number(excess), max: format.number(MAX_LINE_LENGTH) })}
    </p>
  );
}
