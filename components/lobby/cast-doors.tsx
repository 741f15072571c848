"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { ImportButton } from "@/components/drop-import/import-button";

/** The ways to more characters. */
export function CastDoors() {
  const t = useTranslations("own");
  return (
    <div className="cast-doors">
      <Link className="button" href="/characters/new" prefetch={false}>
        <Plus className="icon" strokeWidth={1.7} aria-hidden="true" />
        {t("new")}
      </Link>
      <ImportButton
        label={t("import")}
        accept=".png,.json,.jsonl,.charx,.jpg,.jpeg,image/png,image/jpeg,application/json"
      />
    </div>
  );
}
