"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { waveLook } from "@/components/ui/wave-look";
import { apiPost } from "@/lib/client/api-client";
import { sampleRequest } from "@/lib/client/sample-player";
import { ttsAnswer } from "@/lib/contract/speech";

const HEIGHT_PX = 36;

/**
 * The sound of a voice's sample, drawn from the clip itself: a press on it plays from there. Fetched and drawn when it is
 * shown, with the library that does.
 */
export function VoiceWave({
  name,
  voiceId,
  text,
  language,
  onPlay,
}: {
  name: string;
  voiceId: string;
  text: string;
  language: string;
  /** It begins to sound: what else sounds should fall silent. */
  onPlay: () => void;
}) {
  const t = useTranslations("voicePicker");
  const box = useRef<HTMLDivElement>(null);
  const begun = useRef(onPlay);
  begun.current = onPlay;
  const [isBroken, setBroken] = useState(false);

  useEffect(() => {
    const abort = new AbortController();
    let remove = () => {};
    const draw = async () => {
      const container = box.current;
      const request = { ...sampleRequest({ text, voiceId, language }), return_binary: false };
      const [{ default: WaveSurfer }, { audio_url }] = await Promise.all([
        import("wavesurfer.js"),
        apiPost("/api/tts", request, { schema: ttsAnswer, signal: abort.signal }),
      ]);
      if (abort.signal.aborted || !container) return;
      const wave = WaveSurfer.create({
        ...waveLook(container, { waveColor: "--ink-faint", progressColor: "--spotlight" }),
        url: audio_url,
        height: HEIGHT_PX,
        cursorWidth: 0,
      });
      remove = () => wave.destroy();
      wave.on("interaction", () => void wave.play().catch(() => {}));
      wave.on("play", () => begun.current());
      wave.on("error", () => setBroken(true));
    };
    draw().catch(() => !abort.signal.aborted && setBroken(true));
    return () => {
      abort.abort();
      remove();
    };
  }, [voiceId, text, language]);

  if (isBroken) return null;
  return <div ref={box} className="voice-wave" role="img" aria-label={t("wave", { name })} />;
}
