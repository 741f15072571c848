"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { byteText } from "@/components/ui/byte-text";
import { LanguageField } from "@/components/voice-studio/language-field";
import { StudioField } from "@/components/voice-studio/studio-field";
import { Trouble } from "@/components/voice-studio/trouble";
import { useAttempt } from "@/components/voice-studio/use-attempt";
import { apiPost } from "@/lib/client/api-client";
import { OWN_VOICES_PATH, useRefreshOwnVoices } from "@/lib/client/own-voice-queries";
import { type OwnVoicesView, ownVoiceView } from "@/lib/contract/own-voices";

/** A voice begins with a name, where there is room for one; else why there is none. */
export function NewOwnVoice({ own: { used, limits, closed_reason: closed } }: { own: OwnVoicesView }) {
  const t = useTranslations("ownVoices");
  const studio = useTranslations("studio");
  const locale = useLocale();
  const router = useRouter();
  const refresh = useRefreshOwnVoices();
  const { isBusy, problem, attempt } = useAttempt();
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<string>(locale);
  const create = () =>
    attempt(async () => {
      const made = await apiPost(OWN_VOICES_PATH, { name, language }, { schema: ownVoiceView });
      await refresh();
      router.push(`/voices?voice=${encodeURIComponent(made.id)}`);
    });
  return (
    <>
      <header className="studio-head">
        <h1>{t("title")}</h1>
        <p>{t("intro")}</p>
      </header>
      {closed ? (
        <p className="own-voices-closed" data-testid="notice">
          {closed}
        </p>
      ) : (
        <form
          className="studio-panel"
          aria-label={studio("newVoice")}
          onSubmit={(event) => {
            event.preventDefault();
            void create();
          }}
        >
          <p>
            {t("used", {
              voices: used.voices,
              maxVoices: limits.voices,
              size: byteText(used.bytes, locale),
              maxSize: byteText(limits.bytes, locale),
            })}
          </p>
          <div className="studio-line">
            <StudioField label={studio("voiceName")} value={name} maxLength={80} onChange={setName} />
            <LanguageField label={studio("language")} value={language} onChange={setLanguage} />
            <button type="submit" className="button button--lit" disabled={isBusy || !name.trim()}>
              {studio("create")}
            </button>
          </div>
          <Trouble text={problem} />
        </form>
      )}
    </>
  );
}
