"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { apiPost } from "@/lib/client/api-client";
import { useRefreshVoices } from "@/lib/client/voice-queries";
import { voiceView } from "@/lib/contract/voices";
import { LanguageField } from "./language-field";
import { StudioField } from "./studio-field";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";
import { VoiceImport } from "./voice-import";

/** A voice begins with a name; all else is given on its own table. */
export function NewVoicePlace() {
  const t = useTranslations("studio");
  const router = useRouter();
  const refresh = useRefreshVoices();
  const { isBusy, problem, attempt } = useAttempt();
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<string>(useLocale());
  const create = () =>
    attempt(async () => {
      const made = await apiPost("/api/voices", { name, language }, { schema: voiceView });
      await refresh();
      router.push(`/admin/voices?voice=${encodeURIComponent(made.id)}`);
    });
  return (
    <>
      <header className="studio-head">
        <h1>{t("newVoice")}</h1>
        <p>{t("newVoiceIntro")}</p>
      </header>
      <form
        className="studio-panel"
        aria-label={t("newVoice")}
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div className="studio-line">
          <StudioField label={t("voiceName")} value={name} maxLength={80} onChange={setName} />
          <LanguageField label={t("language")} value={language} onChange={setLanguage} />
          <button type="submit" className="button button--lit" disabled={isBusy || !name.trim()}>
            {t("create")}
          </button>
        </div>
        <Trouble text={problem} />
      </form>
      <VoiceImport />
    </>
  );
}
