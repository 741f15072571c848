"use client";

import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useStudioVoices } from "@/lib/client/voice-queries";
import type { VoiceView } from "@/lib/contract/voices";
import { BenchTake } from "./bench-take";
import { LanguageField } from "./language-field";
import { StudioField } from "./studio-field";
import { StudioFrame } from "./studio-frame";
import type { KeepTake } from "./take-keeps";
import { type TakeWish, useBenchTakes } from "./use-bench-takes";

const SAMPLES = ["ko", "en", "ja", "zh"] as const;

/** One line by two voices, or two revisions of one: heard and measured side by side. */
export function BenchPanel({
  voice,
  keep,
}: {
  voice: VoiceView;
  /** Null where the voice is not changed here. */
  keep: KeepTake | null;
}) {
  const t = useTranslations("studio");
  const locale = useLocale();
  const { data: voices = [voice] } = useStudioVoices();
  const sampleOf = (language: string) => {
    const known = SAMPLES.find((each) => each === language) ?? "en";
    return t(`samples.${known}`);
  };
  const [language, setLanguage] = useState(voice.language || locale);
  const [text, setText] = useState(() => sampleOf(voice.language || locale));
  const [seed, setSeed] = useState("");
  const now: TakeWish = { voiceId: voice.id, revision: null, engineId: null };
  const before = voice.revision > 1 && voice.source === "database" ? voice.revision - 1 : null;
  const [wishes, setWishes] = useState<[TakeWish, TakeWish]>([now, { ...now, revision: before }]);
  const { takes, make } = useBenchTakes();

  const keepOf = (wish: TakeWish): KeepTake | null =>
    keep && wish.voiceId === voice.id
      ? { ...keep, seed: wish.revision === null && wish.engineId === null ? keep.seed : null }
      : null;
  const choose = (which: 0 | 1, wish: TakeWish) =>
    setWishes(([first, second]) => (which === 0 ? [wish, second] : [first, wish]));
  const request = { text, language, seed: seed.trim() === "" ? null : Number(seed) };
  const isReady = text.trim() !== "" && (request.seed === null || Number.isInteger(request.seed));
  return (
    <section className="studio-panel" aria-labelledby="voice-bench">
      <h2 id="voice-bench">{t("bench")}</h2>
      <div className="bench">
        <div className="bench-text">
          <StudioFrame label={t("benchText")}>
            {(ids) => (
              <textarea
                {...ids}
                className="studio-input"
                rows={3}
                maxLength={500}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </StudioFrame>
          <div className="studio-line">
            <LanguageField
              label={t("benchLanguage")}
              value={language}
              onChange={(chosen) => {
                // A line of one's own is not replaced.
                if (text === sampleOf(language)) setText(sampleOf(chosen));
                setLanguage(chosen);
              }}
            />
            <StudioField label={t("benchSeed")} value={seed} maxLength={10} onChange={setSeed} />
          </div>
          <button
            type="button"
            className="button button--lit"
            disabled={!isReady || takes.some(({ isBusy }) => isBusy)}
            onClick={() => void make(wishes, request)}
          >
            {t("makeTakes")}
          </button>
        </div>
        <div>
          {([0, 1] as const).map((which) => (
            <BenchTake
              key={which}
              letter={which === 0 ? "A" : "B"}
              voices={voices}
              wish={wishes[which]}
              take={takes[which]}
              onChoose={(wish) => choose(which, wish)}
              onMake={() => void make(which === 0 ? [wishes[0], null] : [null, wishes[1]], request)}
              keep={keepOf(wishes[which])}
            />
          ))}
        </div>
      </div>
    </section>
  );
}
