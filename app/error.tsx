"use client";

import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { StatePage } from "@/components/ui/state-page";

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("broken");
  useEffect(() => console.error(error), [error]);
  return (
    <StatePage title={t("title")} body={t("body")}>
      <button type="button" className="button button--lit" onClick={retry}>
        {t("retry")}
      </button>
    </StatePage>
  );
}
