"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Region } from "wavesurfer.js/plugins/regions";
import { waveLook } from "@/components/ui/wave-look";
import { MAX_REFERENCE_SECONDS, MIN_REFERENCE_SECONDS } from "@/lib/contract/voices";

const HEIGHT_PX = 104;
const FIRST_SECONDS = 6;

export interface Stretch {
  start: number;
  end: number;
}

/** A recording as a waveform, with the stretch that is used: dragged by its middle and its edges, 3 to 10 s long. */
export function RegionWave({
  file,
  stretch,
  onStretch,
  onBroken,
}: {
  file: File;
  /** Where the region is moved to from outside; null until the recording is drawn. */
  stretch: Stretch | null;
  onStretch: (stretch: Stretch, duration: number) => void;
  onBroken: () => void;
}) {
  const t = useTranslations("studio");
  const box = useRef<HTMLDivElement>(null);
  const region = useRef<Region | null>(null);
  const tell = useRef({ onStretch, onBroken });
  tell.current = { onStretch, onBroken };
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    let isGone = false;
    let remove = () => {};
    const draw = async () => {
      const [{ default: WaveSurfer }, { default: Regions }] = await Promise.all([
        import("wavesurfer.js"),
        import("wavesurfer.js/plugins/regions"),
      ]);
      const container = box.current;
      if (isGone || !container) return;
      const style = getComputedStyle(container);
      const color = (name: string) => style.getPropertyValue(name).trim();
      const regions = Regions.create();
      const wave = WaveSurfer.create({
        ...waveLook(container, {
          waveColor: "--ink-muted",
          progressColor: "--ink-muted",
          cursorColor: "--spotlight",
        }),
        height: HEIGHT_PX,
        plugins: [regions],
      });
      remove = () => wave.destroy();
      wave.on("ready", (duration) => {
        const end = Math.min(duration, FIRST_SECONDS);
        region.current = regions.addRegion({
          start: 0,
          end,
          minLength: Math.min(MIN_REFERENCE_SECONDS, duration),
          maxLength: MAX_REFERENCE_SECONDS,
          color: `color-mix(in oklab, ${color("--spotlight")} 18%, transparent)`,
        });
        setReady(true);
        tell.current.onStretch({ start: 0, end }, duration);
      });
      regions.on("region-updated", ({ start, end }) =>
        tell.current.onStretch({ start, end }, wave.getDuration()),
      );
      await wave.loadBlob(file);
    };
    draw().catch(() => isGone || tell.current.onBroken());
    return () => {
      isGone = true;
      region.current = null;
      setReady(false);
      remove();
    };
  }, [file]);

  useEffect(() => {
    const shown = region.current;
    if (!shown || !stretch || (shown.start === stretch.start && shown.end === stretch.end)) return;
    shown.setOptions(stretch);
  }, [stretch]);

  return (
    <>
      <div ref={box} className="region-wave" role="img" aria-label={t("wave", { name: file.name })} />
      <button
        type="button"
        className="text-button text-button--lit"
        disabled={!isReady}
        onClick={() => region.current?.play(true)}
      >
        {t("hearStretch")}
      </button>
    </>
  );
}
