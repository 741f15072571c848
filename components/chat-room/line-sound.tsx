"use client";

import { Download, Pause, Play, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import WaveSurfer from "wavesurfer.js";
import { IconButton } from "@/components/ui/icon-button";
import { waveLook } from "@/components/ui/wave-look";
import type { RoomLine, SpeechPreferences } from "@/lib/client/room-state";
import { readPeaks } from "@/lib/client/sound-peaks";
import type { RoomActions } from "./room-actions";
import type { Desk } from "./use-room-desk";

const SEEK_STEP_S = 0.5;

/**
 * A line's sound drawn as it is: a press anywhere plays from there. Nothing is synthesised again, and of a long line only
 * what is played is fetched: it is drawn from the server's peaks.
 */
export function LineSound({
  line,
  volume,
  audible,
  actions,
  desk,
}: {
  line: RoomLine;
  volume: SpeechPreferences["volume"];
  /** The play itself sounds: one voice at a time. */
  audible: boolean;
  actions: RoomActions;
  desk: Desk;
}) {
  const t = useTranslations("line");
  const format = useFormatter();
  const place = useRef<HTMLDivElement>(null);
  const wave = useRef<WaveSurfer | null>(null);
  const [state, setState] = useState<"loading" | "idle" | "playing" | "failed">("loading");
  const [time, setTime] = useState({ at: 0, of: 0 });
  const url = line.audioUrl ?? "";

  useEffect(() => {
    if (!place.current || url === "") return;
    const made = WaveSurfer.create({
      ...waveLook(place.current, {
        waveColor: "--line-strong",
        progressColor: "--spotlight",
        cursorColor: "--spotlight-ink",
      }),
      height: 48,
      barGap: 1,
      cursorWidth: 1,
    });
    wave.current = made;
    made.on("ready", (of) => {
      setTime({ at: 0, of });
      setState("idle");
    });
    made.on("error", () => setState("failed"));
    made.on("timeupdate", (at) => setTime((now) => ({ ...now, at })));
    made.on("play", () => {
      actions.silence();
      setState("playing");
      desk.drawnSounds(true);
    });
    const rest = () => {
      setState("idle");
      desk.drawnSounds(false);
    };
    made.on("pause", rest);
    made.on("finish", rest);
    made.on("interaction", () => void made.play());
    const gone = new AbortController();
    const draw = async () => {
      const known = await readPeaks(url, gone.signal).catch(() => null);
      if (gone.signal.aborted) return;
      // What has no peaks is drawn from the whole of the sound.
      await (known ? made.load(url, [known.peaks], known.duration) : made.load(url));
    };
    draw().catch(() => gone.signal.aborted || setState("failed"));
    return () => {
      gone.abort();
      wave.current = null;
      desk.drawnSounds(false);
      made.destroy();
    };
  }, [url, actions, desk]);

  useEffect(() => {
    wave.current?.setVolume(volume);
  }, [volume]);
  useEffect(() => {
    if (audible) wave.current?.pause();
  }, [audible]);

  const seconds = (value: number) =>
    format.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const isPlaying = state === "playing";
  return (
    <div className="line-sound" data-testid="line-sound" data-state={state}>
      <IconButton
        name={isPlaying ? t("soundPause") : t("soundPlay")}
        disabled={state === "loading" || state === "failed"}
        onClick={() => void wave.current?.playPause()}
      >
        {isPlaying ? (
          <Pause className="icon" strokeWidth={1.7} />
        ) : (
          <Play className="icon" strokeWidth={1.7} />
        )}
      </IconButton>
      <div className="wave">
        <div ref={place} aria-hidden="true" />
        {/* The pointer's place is the waveform itself; this is the same for the keyboard. */}
        <input
          type="range"
          aria-label={t("soundPlace")}
          aria-valuetext={t("soundTime", { at: seconds(time.at), of: seconds(time.of) })}
          min={0}
          max={time.of}
          step={SEEK_STEP_S}
          value={time.at}
          disabled={state === "loading" || state === "failed"}
          onChange={(event) => {
            wave.current?.setTime(event.target.valueAsNumber);
            setTime((now) => ({ ...now, at: event.target.valueAsNumber }));
          }}
        />
      </div>
      <span className="numeric">
        {state === "failed"
          ? t("soundFailed")
          : t("soundTime", { at: seconds(time.at), of: seconds(time.of) })}
      </span>
      <a
        className="icon-button"
        href={url}
        download={`${line.speaker || "line"}.wav`}
        aria-label={t("download")}
        title={t("download")}
      >
        <Download className="icon" strokeWidth={1.7} />
      </a>
      <IconButton name={t("soundClose")} onClick={() => desk.draw(null)}>
        <X className="icon" strokeWidth={1.7} />
      </IconButton>
    </div>
  );
}
