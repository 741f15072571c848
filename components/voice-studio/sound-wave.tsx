"use client";

import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type WaveSurfer from "wavesurfer.js";
import { waveLook } from "@/components/ui/wave-look";

const HEIGHT_PX = 36;

/** A finished sound: drawn, and played by its button or from where it is pressed. */
export function SoundWave({ name, url }: { name: string; url: string }) {
  const t = useTranslations("studio");
  const box = useRef<HTMLDivElement>(null);
  const wave = useRef<WaveSurfer | null>(null);
  const [isPlaying, setPlaying] = useState(false);

  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      const { default: WaveSurfer } = await import("wavesurfer.js");
      const container = box.current;
      if (isGone || !container) return;
      const drawn = WaveSurfer.create({
        ...waveLook(container, { waveColor: "--ink-faint", progressColor: "--spotlight" }),
        url,
        height: HEIGHT_PX,
        cursorWidth: 0,
      });
      wave.current = drawn;
      drawn.on("play", () => setPlaying(true));
      drawn.on("pause", () => setPlaying(false));
      drawn.on("finish", () => setPlaying(false));
    };
    void draw();
    return () => {
      isGone = true;
      wave.current?.destroy();
      wave.current = null;
    };
  }, [url]);

  const label = isPlaying ? t("pause", { name }) : t("hear", { name });
  return (
    <div className="sound-wave">
      <button
        type="button"
        className="play-button play-button--small"
        data-state={isPlaying ? "playing" : "idle"}
        aria-label={label}
        title={label}
        onClick={() => void wave.current?.playPause()}
      >
        {isPlaying ? (
          <Pause className="icon" strokeWidth={1.7} fill="currentColor" />
        ) : (
          <Play className="icon" strokeWidth={1.7} fill="currentColor" />
        )}
      </button>
      <div ref={box} role="img" aria-label={t("shape", { name })} />
    </div>
  );
}
