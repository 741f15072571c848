"use client";

import { useTranslations } from "use-intl";
import { testLine } from "@/components/voice-picker/test-line";
import { VoicePicker } from "@/components/voice-picker/voice-picker";
import type { CastMember, ChangeCharacter } from "@/lib/contract/character";
import { NarrationSelect } from "./narration-select";
import { PictureField } from "./picture-field";

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
  return (
    <div className="face-voice">
      <PictureField character={character} onPicture={onPicture} />
      <div>
        <VoicePicker
          line={testLine(character, t("testLine"))}
          chosenId={character.voice_id}
          onChoose={(voice_id) => onChange({ voice_id })}
        />
        <NarrationSelect character={character} onChange={onChange} />
      </div>
    </div>
  );
}
