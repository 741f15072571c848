"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { apiPatch } from "@/lib/client/api-client";
import type { SpeechEngineView } from "@/lib/contract/engines";
import { StudioField } from "./studio-field";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** Where an engine's own machine sees our folder of references: kept for that engine, without a restart. */
export function ReferenceFolder({
  engine,
  action,
  onKept,
}: {
  engine: SpeechEngineView;
  /** What the button says. */
  action: string;
  onKept: () => Promise<unknown>;
}) {
  const t = useTranslations("studio");
  const { isBusy, problem, attempt } = useAttempt();
  const { id, options } = engine;
  const kept = options.reference_dir ?? "";
  const [folder, setFolder] = useState(kept);
  return (
    <form
      className="studio-line"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(async () => {
          const changed = { options: { ...options, reference_dir: folder.trim() } };
          await apiPatch(`/api/admin/engines/${encodeURIComponent(id)}`, changed);
          await onKept();
        });
      }}
    >
      <StudioField
        label={t("engineFolder")}
        hint={t("engineFolderHint")}
        value={folder}
        maxLength={500}
        onChange={setFolder}
      />
      <button type="submit" className="button" disabled={isBusy || folder.trim() === kept}>
        {action}
      </button>
      <Trouble text={problem} />
    </form>
  );
}
