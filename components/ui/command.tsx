"use client";

import { useTranslations } from "use-intl";
import { CopyButton } from "./copy-button";

/** One exact command for the server's shell. */
export function Command({ text }: { text: string }) {
  const t = useTranslations("app");
  return (
    <div className="command">
      <code>{text}</code>
      <CopyButton name={t("copyCommand")} text={text} />
    </div>
  );
}
