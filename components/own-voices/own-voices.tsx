"use client";

import { useTranslations } from "use-intl";
import type { Mood } from "@/components/ui/mood-toggle";
import { SiteBar } from "@/components/ui/site-bar";
import { StudioWords, type StudioWordsProps } from "@/components/voice-studio/studio-words";
import { Trouble } from "@/components/voice-studio/trouble";
import { useOwnVoices } from "@/lib/client/own-voice-queries";
import { NewOwnVoice } from "./new-own-voice";
import { OwnVoiceDesk } from "./own-voice-desk";
import { OwnVoicesMenu } from "./own-voices-menu";
import { RemovedVoices } from "./removed-voices";

interface Place {
  /** The voice on the table; null: a new one. */
  voiceId: string | null;
}

/** A person's private voices, made with the server's own studio. */
export function OwnVoices({ mood, voiceId, ...words }: StudioWordsProps & Place & { mood: Mood }) {
  return (
    <StudioWords {...words}>
      <SiteBar mood={mood} />
      <Room voiceId={voiceId} />
    </StudioWords>
  );
}

function Room({ voiceId }: Place) {
  const t = useTranslations("ownVoices");
  const studio = useTranslations("studio");
  const { data, error } = useOwnVoices();
  const voice = data?.voices.find(({ id }) => id === voiceId);
  return (
    <div className="studio">
      <OwnVoicesMenu voices={data?.voices ?? []} voiceId={voiceId} />
      <main id="main">
        {!data && !error && <p role="status">{studio("loading")}</p>}
        <Trouble text={error?.message} />
        {data && <RemovedVoices removed={data.removed} />}
        {data && voice && <OwnVoiceDesk key={voice.id} voice={voice} others={data.voices} />}
        {data && voiceId !== null && !voice && <p role="status">{studio("voiceMissing")}</p>}
        {data && voiceId === null && <NewOwnVoice own={data} />}
        {data && <p className="own-voices-note">{t("privacy")}</p>}
      </main>
    </div>
  );
}
