"use client";

import { useLocale, useTranslations } from "use-intl";
import { useVoices } from "@/lib/client/character-queries";
import { useSamplePlayer } from "@/lib/client/use-sample-player";
import type { CastMember, ChangeCharacter } from "@/lib/contract/character";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { NarrationSelect } from "./narration-select";
import { PictureField } from "./picture-field";
import { testLine } from "./test-line";
import { VoiceList } from "./voice-list";

/** Face and voice: the picture, and every voice with the character's own line. */
export function FaceVoiceStep({
  character,
  onChange,
  onPicture,
}: {
  character: CastMember;
  onChange: (changes: ChangeCharacter) => void;
  onPicture: (character: CastMember) => void;
}) {
  const t = useTranslations("editor");
  const locale = useLocale();
  const samples = useSamplePlayer();
  const { data, isError } = useVoices();
  const text = testLine(character, t("testLine"));
  return (
    <div className="face-voice">
      <PictureField character={character} onPicture={onPicture} />
      <div>
        <p className="text-muted">{t("voicesSay", { line: text })}</p>
        {isError && <p className="trouble">{t("voicesFailed")}</p>}
        <VoiceList
          voices={data?.voices ?? []}
          chosenId={character.voice_id || (data?.default_voice_id ?? "")}
          stateOf={samples.stateOf}
          messageOf={samples.messageOf}
          onSample={(voice) =>
            samples.toggle({
              id: voice.id,
              text,
              voiceId: voice.id,
              language: isLocale(locale) ? locale : DEFAULT_LOCALE,
            })
          }
          onChoose={(voiceId) => onChange({ voice_id: voiceId })}
        />
        <NarrationSelect character={character} voices={data?.voices ?? []} onChange={onChange} />
      </div>
    </div>
  );
}
