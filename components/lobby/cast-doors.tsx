"use client";

import { FileUp, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { IMPORT_EVENT } from "@/components/drop-import/drop-import";

/** The ways to more characters. */
export function CastDoors() {
  const t = useTranslations("own");
  return (
    <div className="cast-doors">
      <Link className="button" href="/characters/new" prefetch={false}>
        <Plus className="icon" strokeWidth={1.7} aria-hidden="true" />
        {t("new")}
      </Link>
      <label className="button own-import">
        <FileUp className="icon" strokeWidth={1.7} aria-hidden="true" />
        {t("import")}
        <input
          className="visually-hidden"
          type="file"
          multiple
          accept=".png,.json,.jsonl,.charx,.jpg,.jpeg,image/png,image/jpeg,application/json"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = "";
            if (files.length > 0) window.dispatchEvent(new CustomEvent(IMPORT_EVENT, { detail: files }));
          }}
        />
      </label>
    </div>
  );
}
