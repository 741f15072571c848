"use client";

import { useTranslations } from "use-intl";
import { useVoiceRevisions } from "@/lib/client/voice-queries";
import type { VoiceSpec, VoiceView } from "@/lib/contract/voices";
import type { Take, TakeWish } from "./use-bench-takes";

/** What of a take the voice can be given; null where the voice is not changed by it. */
export interface KeepTake {
  /** Makes a revision's sound the voice's own again. */
  sound: ((spec: VoiceSpec) => void) | null;
  /** Makes the voice for a pool. */
  engine: ((pool: string) => void) | null;
  /** Has the voice speak with this seed. */
  seed: ((seed: number) => void) | null;
}

/** The better one is kept: its revision, its engine, its seed. */
export function TakeKeeps({
  letter,
  voice,
  wish,
  take,
  keep,
}: {
  letter: string;
  voice: VoiceView;
  wish: TakeWish;
  take: Take;
  keep: KeepTake;
}) {
  const t = useTranslations("studio");
  const { data } = useVoiceRevisions(voice);
  const revision = data?.revisions.find((one) => one.revision === wish.revision);
  const { engineId } = wish;
  const seed = take.answer?.seed ?? voice.settings.seed;
  const wishes = [
    revision && keep.sound && { label: t("keepRevision"), act: () => keep.sound?.(revision.spec) },
    engineId !== null && keep.engine && { label: t("keepEngine"), act: () => keep.engine?.(engineId) },
    seed !== undefined &&
      seed !== voice.settings.seed &&
      keep.seed && { label: t("keepSeed", { letter }), act: () => keep.seed?.(seed) },
  ].filter((each) => !!each);
  if (wishes.length === 0) return null;
  return (
    <div className="take-keeps">
      {wishes.map(({ label, act }) => (
        <button key={label} type="button" className="text-button" onClick={act}>
          {label}
        </button>
      ))}
    </div>
  );
}
