"use client";

import { useTranslations } from "use-intl";
import { Choice } from "@/components/ui/choice";
import { useVoices } from "@/lib/client/character-queries";
import { type CastMember, type ChangeCharacter, NARRATIONS, narration } from "@/lib/contract/character";

/** What of the character's lines is spoken, and by whom the stage directions. */
export function NarrationSelect({
  character,
  onChange,
}: {
  character: Pick<CastMember, "narration" | "narrator_voice_id">;
  onChange: (changes: ChangeCharacter) => void;
}) {
  const t = useTranslations("editor");
  const { data } = useVoices();
  return (
    <div className="narration">
      <Choice
        label={t("narrationLabel")}
        value={character.narration}
        onChoose={(value) => onChange({ narration: narration.parse(value) })}
      >
        {NARRATIONS.map((each) => (
          <option key={each} value={each}>
            {t(`narration.${each}`)}
          </option>
        ))}
      </Choice>
      {character.narration === "narrator" && (
        <Choice
          label={t("narratorVoice")}
          value={character.narrator_voice_id}
          onChoose={(value) => onChange({ narrator_voice_id: value })}
        >
          <option value="">{t("narratorDefault")}</option>
          {data?.voices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
    </div>
  );
}
