"use client";

import { useTranslations } from "use-intl";
import { DEFAULT_CONTROLS } from "@/lib/contract/speech";
import { voiceSettings } from "@/lib/contract/voices";
import { StudioField } from "./studio-field";
import { StudioFrame } from "./studio-frame";
import type { VoiceDraft } from "./voice-draft";

const NUMBERS = [
  "temperature",
  "top_p",
  "top_k",
  "repetition_penalty",
  "speed_factor",
  "fragment_interval",
  "seed",
  "sample_steps",
  "batch_size",
  "batch_threshold",
  "overlap_length",
  "min_chunk_length",
  "max_new_tokens",
] as const;
const SWITCHES = ["parallel_infer", "super_sampling", "split_bucket"] as const;
const CUTS = ["cut0", "cut1", "cut2", "cut3", "cut4", "cut5"] as const;

/** The engine's own controls as this voice sets them: empty means the usual value, which stands in the field. */
export function SamplingSettings({
  settings,
  onChange,
}: {
  settings: VoiceDraft["settings"];
  onChange: (settings: VoiceDraft["settings"]) => void;
}) {
  const t = useTranslations("studio");
  const set = (change: VoiceDraft["settings"]) => onChange({ ...settings, ...change });
  return (
    <div className="sampling">
      {NUMBERS.map((name) => (
        <NumberSetting
          key={name}
          name={name}
          value={settings[name]}
          onChange={(value) => set({ [name]: value })}
        />
      ))}
      <ChoiceSetting
        name="text_split_method"
        value={settings.text_split_method ?? ""}
        usual={DEFAULT_CONTROLS.text_split_method}
        choices={CUTS.map((cut) => [cut, cut])}
        onChange={(value) => set({ text_split_method: CUTS.find((cut) => cut === value) })}
      />
      <StudioField
        label={t("settings.scene_prompt.name")}
        hint={t("settings.scene_prompt.help")}
        value={settings.scene_prompt ?? ""}
        maxLength={2000}
        onChange={(scene) => onChange({ ...settings, scene_prompt: scene || undefined })}
      />
      {SWITCHES.map((name) => (
        <ChoiceSetting
          key={name}
          name={name}
          value={settings[name] === undefined ? "" : String(settings[name])}
          usual={DEFAULT_CONTROLS[name] ? t("on") : t("off")}
          choices={[
            ["true", t("on")],
            ["false", t("off")],
          ]}
          onChange={(value) => set({ [name]: value === "" ? undefined : value === "true" })}
        />
      ))}
    </div>
  );
}

function NumberSetting({
  name,
  value,
  onChange,
}: {
  name: (typeof NUMBERS)[number];
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  const t = useTranslations("studio");
  const { minValue, maxValue, format } = voiceSettings.shape[name].unwrap();
  return (
    <StudioFrame
      label={t(`settings.${name}.name`)}
      hint={
        <>
          {t(`settings.${name}.help`)} <span className="numeric">{`${minValue}–${maxValue}`}</span>
        </>
      }
    >
      {(ids) => (
        <input
          {...ids}
          className="studio-input numeric"
          type="number"
          inputMode="decimal"
          min={minValue ?? undefined}
          max={maxValue ?? undefined}
          step={format === "safeint" ? 1 : "any"}
          value={value ?? ""}
          placeholder={
            name in DEFAULT_CONTROLS
              ? String(DEFAULT_CONTROLS[name as keyof typeof DEFAULT_CONTROLS])
              : undefined
          }
          onBlur={() => {
            if (value === undefined) return;
            const whole = format === "safeint" ? Math.round(value) : value;
            onChange(Math.max(minValue ?? whole, Math.min(maxValue ?? whole, whole)));
          }}
          onChange={(event) => {
            const { value: typed, valueAsNumber: number } = event.target;
            onChange(typed === "" || Number.isNaN(number) ? undefined : number);
          }}
        />
      )}
    </StudioFrame>
  );
}

function ChoiceSetting({
  name,
  value,
  usual,
  choices,
  onChange,
}: {
  name: (typeof SWITCHES)[number] | "text_split_method";
  value: string;
  usual: string;
  choices: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  const t = useTranslations("studio");
  return (
    <StudioFrame label={t(`settings.${name}.name`)} hint={t(`settings.${name}.help`)}>
      {(ids) => (
        <select
          {...ids}
          className="studio-input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t("usual", { value: usual })}</option>
          {choices.map(([choice, label]) => (
            <option key={choice} value={choice}>
              {label}
            </option>
          ))}
        </select>
      )}
    </StudioFrame>
  );
}
