"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { ImportResult } from "@/components/drop-import/import-result";
import { apiUpload } from "@/lib/client/api-client";
import { useRefreshVoices } from "@/lib/client/voice-queries";
import { type VoiceImport as Imported, voiceImport } from "@/lib/contract/voices";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** A voice's file is taken in as a new voice; what of it stayed and what did not is told. */
export function VoiceImport() {
  const t = useTranslations("studio");
  const refresh = useRefreshVoices();
  const { isBusy, problem, attempt } = useAttempt();
  const chooser = useRef<HTMLInputElement>(null);
  const [made, setMade] = useState<Imported | null>(null);
  const take = (file: File) =>
    attempt(async () => {
      setMade(null);
      setMade(await apiUpload("POST", "/api/voices/import", file, { schema: voiceImport }));
      await refresh();
    });
  return (
    <section className="studio-panel" aria-labelledby="voice-import">
      <h2 id="voice-import">{t("importVoice")}</h2>
      <p>{t("importVoiceHint")}</p>
      <input
        ref={chooser}
        className="visually-hidden"
        type="file"
        accept=".zip,application/zip"
        tabIndex={-1}
        aria-label={t("importVoiceChoose")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) void take(file);
        }}
      />
      <button type="button" className="button" disabled={isBusy} onClick={() => chooser.current?.click()}>
        {isBusy ? t("loading") : t("importVoiceChoose")}
      </button>
      <div role="status" className="voice-imported">
        {made && (
          <>
            <p>
              <Link
                className="serif text-ink"
                href={`/admin/voices?voice=${encodeURIComponent(made.voice.id)}`}
              >
                {made.voice.name}
              </Link>
            </p>
            <ImportResult report={made.report} />
          </>
        )}
      </div>
      <Trouble text={problem} />
    </section>
  );
}
