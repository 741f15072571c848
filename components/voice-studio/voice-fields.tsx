"use client";

import { useTranslations } from "use-intl";
import { useStudioEngines } from "@/lib/client/studio-queries";
import { LanguageField } from "./language-field";
import { PoolOptions, poolsOf } from "./pool-options";
import { StudioField } from "./studio-field";
import { StudioFrame } from "./studio-frame";
import type { VoiceDraft } from "./voice-draft";

/** What a voice is called, what it speaks, and which engine it is made for. */
export function VoiceFields({
  draft,
  onChange,
}: {
  draft: VoiceDraft;
  onChange: (change: Partial<VoiceDraft>) => void;
}) {
  const t = useTranslations("studio");
  return (
    <div className="studio-fields">
      <StudioField
        label={t("voiceName")}
        value={draft.name}
        maxLength={80}
        onChange={(name) => onChange({ name })}
      />
      <LanguageField
        label={t("language")}
        value={draft.language}
        onChange={(language) => onChange({ language })}
      />
      <StudioField
        label={t("description")}
        value={draft.description}
        maxLength={2000}
        onChange={(description) => onChange({ description })}
      />
      <EngineField value={draft.engine_id} onChange={(engine_id) => onChange({ engine_id })} />
      <StudioField
        label={t("engineVoice")}
        hint={t("engineVoiceHint")}
        value={draft.engine_voice}
        maxLength={200}
        onChange={(engine_voice) => onChange({ engine_voice })}
      />
      <StudioField
        label={t("gptWeights")}
        hint={t("weightsHint")}
        value={draft.gpt_weights_path}
        onChange={(gpt_weights_path) => onChange({ gpt_weights_path })}
      />
      <StudioField
        label={t("sovitsWeights")}
        hint={t("weightsHint")}
        value={draft.sovits_weights_path}
        onChange={(sovits_weights_path) => onChange({ sovits_weights_path })}
      />
    </div>
  );
}

function EngineField({ value, onChange }: { value: string; onChange: (engineId: string) => void }) {
  const t = useTranslations("studio");
  const { engines } = useStudioEngines();
  const pools = poolsOf(engines);
  const known = [...pools, ...engines.map((engine) => engine.id)];
  return (
    <StudioFrame label={t("madeFor")}>
      {(ids) => (
        <select
          {...ids}
          className="studio-input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t("anyEngine")}</option>
          {value !== "" && !known.includes(value) && <option value={value}>{value}</option>}
          <PoolOptions engines={engines} />
          {engines
            .filter((engine) => !pools.includes(engine.id) && engine.id === value)
            .map((engine) => (
              <option key={engine.id} value={engine.id}>
                {engine.name}
              </option>
            ))}
        </select>
      )}
    </StudioFrame>
  );
}
