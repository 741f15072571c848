"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Portrait } from "@/components/ui/portrait";
import { SampleButton } from "@/components/ui/sample-button";
import { Sheet } from "@/components/ui/sheet";
import { VoicePicker } from "@/components/voice-picker/voice-picker";
import { apiPut } from "@/lib/client/api-client";
import type { Sample, SampleState } from "@/lib/client/sample-player";
import type { CastingMember } from "@/lib/contract/casting";
import type { VoiceView } from "@/lib/contract/voices";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** One character: who speaks for it, how that sounds, and what keeps it from being heard. */
export function CastingRow({
  member,
  voices,
  sample,
  message,
  onSample,
  onChanged,
}: {
  member: CastingMember;
  voices: readonly VoiceView[];
  sample: SampleState;
  /** Why its line is silent; "" where nothing is wrong. */
  message: string;
  /** Belongs directly in the click. */
  onSample: (sample: Sample) => void;
  onChanged: () => Promise<unknown>;
}) {
  const t = useTranslations("studio");
  const { problem, attempt } = useAttempt();
  const [isPicking, setPicking] = useState(false);
  const { name, voice_id: voiceId, sample_line: line, language } = member;
  const isKnown = voiceId === "" || voices.some((voice) => voice.id === voiceId);
  const give = (chosen: string) =>
    attempt(async () => {
      await apiPut(`/api/admin/casting/${encodeURIComponent(member.id)}`, { voice_id: chosen });
      await onChanged();
    });
  return (
    <li data-testid="casting" data-problem={member.problem !== null || undefined}>
      <Portrait src={member.image_url} alt="" className="casting-face" gel={member.stage.gel} />
      <div className="casting-who">
        <b className="serif">{name}</b>
        <q className="serif">{line}</q>
      </div>
      <SampleButton
        name={name}
        state={sample}
        onPress={() =>
          onSample({
            id: member.id,
            text: line,
            voiceId: member.spoken_by,
            language: isLocale(language) ? language : DEFAULT_LOCALE,
          })
        }
      />
      <button type="button" className="text-button" onClick={() => setPicking(true)}>
        {t("castingPick")}
      </button>
      <select
        className="studio-input"
        aria-label={t("castingVoice", { name })}
        value={voiceId}
        onChange={(event) => void give(event.target.value)}
      >
        <option value="">{member.is_preset ? t("castingOwn") : t("castingDefault")}</option>
        {!isKnown && (
          <option value={voiceId}>
            {member.spoken_by === voiceId ? t("castingPrivate") : t("castingGone")}
          </option>
        )}
        {voices.map((voice) => (
          <option key={voice.id} value={voice.id}>
            {voice.name}
          </option>
        ))}
      </select>
      {isPicking && (
        <Sheet title={t("castingVoice", { name })} onClose={() => setPicking(false)}>
          <VoicePicker
            line={line}
            chosenId={member.spoken_by}
            isForEveryone
            onChoose={(chosen) => void give(chosen)}
          />
        </Sheet>
      )}
      <div className="casting-trouble">
        {member.problem && <p className="trouble">{member.problem}</p>}
        <Trouble text={problem || message} />
      </div>
    </li>
  );
}
