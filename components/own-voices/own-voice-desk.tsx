"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { SampleButton } from "@/components/ui/sample-button";
import { LanguageField } from "@/components/voice-studio/language-field";
import { ReferenceStudio } from "@/components/voice-studio/reference-studio";
import { ReferencesPanel } from "@/components/voice-studio/references-panel";
import type { StoredClip } from "@/components/voice-studio/stored-clips";
import { StudioField } from "@/components/voice-studio/studio-field";
import { SureButton } from "@/components/voice-studio/sure-button";
import { TravelChoice } from "@/components/voice-studio/travel-choice";
import { Trouble } from "@/components/voice-studio/trouble";
import { useAttempt } from "@/components/voice-studio/use-attempt";
import { apiDelete, apiPost, apiPut } from "@/lib/client/api-client";
import { ownVoicePath, useRefreshOwnVoices } from "@/lib/client/own-voice-queries";
import { useSamplePlayer } from "@/lib/client/use-sample-player";
import type { OwnVoiceView } from "@/lib/contract/own-voices";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";

const soundOf = (voiceId: string, referenceId: string) =>
  `${ownVoicePath(voiceId)}/references/${encodeURIComponent(referenceId)}`;

/** One of the person's own voices: heard, named, given its clips, deleted. */
export function OwnVoiceDesk({
  voice,
  others,
}: {
  voice: OwnVoiceView;
  /** All of the person's, for their clips. */
  others: readonly OwnVoiceView[];
}) {
  const t = useTranslations("ownVoices");
  const studio = useTranslations("studio");
  const router = useRouter();
  const refresh = useRefreshOwnVoices();
  const { isBusy, problem, attempt } = useAttempt();
  const samples = useSamplePlayer();
  const [name, setName] = useState(voice.name);
  const [language, setLanguage] = useState(voice.language);
  const path = ownVoicePath(voice.id);
  const spoken = isLocale(voice.language) ? voice.language : DEFAULT_LOCALE;
  const isChanged = name !== voice.name || language !== voice.language;
  const change = (action: () => Promise<unknown>) =>
    attempt(async () => {
      await action();
      await refresh();
    });
  return (
    <>
      <header className="studio-head">
        <SampleButton
          name={voice.name}
          state={samples.stateOf(voice.id)}
          onPress={() =>
            samples.toggle({
              id: voice.id,
              voiceId: voice.id,
              text: studio(`samples.${spoken}`),
              language: spoken,
            })
          }
        />
        <h1>{voice.name}</h1>
        {voice.unavailable_reason && <p className="studio-head-reason">{voice.unavailable_reason}</p>}
      </header>
      <Trouble text={problem || samples.messageOf(voice.id)} />
      <form
        className="studio-panel"
        aria-label={voice.name}
        onSubmit={(event) => {
          event.preventDefault();
          void change(() => apiPut(path, { name, language, version: voice.version }));
        }}
      >
        <div className="studio-line">
          <StudioField label={studio("voiceName")} value={name} maxLength={80} onChange={setName} />
          <LanguageField label={studio("language")} value={language} onChange={setLanguage} />
          <button type="submit" className="button" disabled={isBusy || !isChanged || !name.trim()}>
            {studio("keep")}
          </button>
        </div>
      </form>
      <ReferencesPanel
        references={voice.references}
        addressOf={({ id }) => soundOf(voice.id, id)}
        isBusy={isBusy}
        onRemove={(id) => void change(() => apiDelete(soundOf(voice.id, id)))}
      >
        <ReferenceStudio
          language={voice.language}
          stored={clipsOf(others, voice)}
          needsConsent
          onAdd={async (given) => {
            await apiPost(`${path}/references`, given instanceof FormData ? given : given.clip);
            await refresh();
          }}
        />
      </ReferencesPanel>
      <TravelChoice
        mayTravel={voice.may_travel}
        isBusy={isBusy}
        onChange={(may_travel) => void change(() => apiPut(path, { may_travel, version: voice.version }))}
      />
      <section className="studio-panel" aria-labelledby="own-voice-fate">
        <h2 id="own-voice-fate">{studio("fate")}</h2>
        <p>{t("deleteHint")}</p>
        <SureButton
          label={studio("delete")}
          sure={t("deleteSure")}
          disabled={isBusy}
          icon={<Trash2 className="icon" strokeWidth={1.7} aria-hidden="true" />}
          onSure={() =>
            void change(async () => {
              await apiDelete(path);
              router.push("/voices");
            })
          }
        />
      </section>
    </>
  );
}

/** Each clip of the other voices that this one has not, once. */
function clipsOf(voices: readonly OwnVoiceView[], voice: OwnVoiceView): StoredClip[] {
  const has = new Set(voice.references.map(({ file }) => file));
  return voices.flatMap(({ id, name, references }) =>
    references.flatMap((clip) => {
      const { file } = clip;
      if (file === undefined || has.has(file)) return [];
      has.add(file);
      return [{ clip: { ...clip, file }, voiceName: name, address: soundOf(id, clip.id) }];
    }),
  );
}
