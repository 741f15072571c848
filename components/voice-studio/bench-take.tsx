"use client";

import { RefreshCw } from "lucide-react";
import { useId } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import { useVoiceRevisions } from "@/lib/client/voice-queries";
import type { VoiceTestAnswer, VoiceView } from "@/lib/contract/voices";
import { SoundWave } from "./sound-wave";
import { TakeEngine } from "./take-engine";
import { type KeepTake, TakeKeeps } from "./take-keeps";
import type { Take, TakeWish } from "./use-bench-takes";

/** One of the two: who says it, how it sounds, and what it took. */
export function BenchTake({
  letter,
  voices,
  wish,
  take,
  keep,
  onChoose,
  onMake,
}: {
  letter: "A" | "B";
  voices: readonly VoiceView[];
  wish: TakeWish;
  take: Take;
  /** Null where the take is another voice's. */
  keep: KeepTake | null;
  onChoose: (wish: TakeWish) => void;
  onMake: () => void;
}) {
  const t = useTranslations("studio");
  const id = useId();
  const voice = voices.find((one) => one.id === wish.voiceId);
  return (
    <article className="take" data-testid="take" aria-label={t("take", { letter })}>
      <header>
        <b aria-hidden="true">{letter}</b>
        <label className="visually-hidden" htmlFor={id}>
          {t("takeVoice", { letter })}
        </label>
        <select
          id={id}
          className="studio-input"
          value={wish.voiceId}
          onChange={(event) => onChoose({ ...wish, voiceId: event.target.value, revision: null })}
        >
          {voices.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        {voice?.source === "database" && voice.revision > 1 && (
          <TakeRevision letter={letter} voice={voice} wish={wish} onChoose={onChoose} />
        )}
        <TakeEngine
          letter={letter}
          value={wish.engineId}
          onChoose={(engineId) => onChoose({ ...wish, engineId })}
        />
        <IconButton name={t("makeTake", { letter })} disabled={take.isBusy} onClick={onMake}>
          <RefreshCw className="icon" strokeWidth={1.7} />
        </IconButton>
      </header>
      <div role="status">
        {take.isBusy && <p className="text-muted">{t("making")}</p>}
        {take.problem && <p className="trouble">{take.problem}</p>}
      </div>
      {take.answer && (
        <>
          <SoundWave name={t("take", { letter })} url={take.answer.audio_url} />
          <TakeFacts answer={take.answer} />
        </>
      )}
      {keep && voice && <TakeKeeps letter={letter} voice={voice} wish={wish} take={take} keep={keep} />}
    </article>
  );
}

function TakeRevision({
  letter,
  voice,
  wish,
  onChoose,
}: {
  letter: string;
  voice: VoiceView;
  wish: TakeWish;
  onChoose: (wish: TakeWish) => void;
}) {
  const t = useTranslations("studio");
  const { data } = useVoiceRevisions(voice);
  const earlier = (data?.revisions ?? []).filter(({ revision }) => revision < voice.revision);
  return (
    <select
      className="studio-input"
      aria-label={t("takeRevision", { letter })}
      value={wish.revision ?? ""}
      onChange={({ target }) =>
        onChoose({ ...wish, revision: target.value === "" ? null : Number(target.value) })
      }
    >
      <option value="">{t("asNow")}</option>
      {earlier.toReversed().map(({ revision }) => (
        <option key={revision} value={revision}>
          {t("revision", { revision })}
        </option>
      ))}
    </select>
  );
}

function TakeFacts({ answer }: { answer: VoiceTestAnswer }) {
  const t = useTranslations("studio");
  const format = useFormatter();
  const number = (value: number) => format.number(value, { maximumFractionDigits: 2 });
  const { first_byte_ms: first, real_time_factor: factor, duration, seed } = answer;
  return (
    <p className="take-facts numeric">
      {[
        first === null ? t("madeBefore") : t("takeFirst", { seconds: number(first / 1000) }),
        factor !== null && t("factor", { factor: number(factor) }),
        t("takeLength", { seconds: number(duration) }),
        t("takeSeed", { seed: String(seed) }),
      ]
        .filter(Boolean)
        .join(" · ")}
    </p>
  );
}
