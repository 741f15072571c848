"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Choice } from "@/components/ui/choice";
import { Sheet } from "@/components/ui/sheet";
import { testLine } from "@/components/voice-picker/test-line";
import { VoicePicker } from "@/components/voice-picker/voice-picker";
import { ApiError } from "@/lib/client/api-client";
import { useVoices } from "@/lib/client/character-queries";
import type { VoiceChange } from "@/lib/client/chat-session";
import { NARRATIONS, narration } from "@/lib/contract/character";
import { AUTO_MOOD, NEUTRAL_MOOD, type Session } from "@/lib/contract/session";
import { useMoodName } from "./mood-tag";
import type { RoomActions } from "./room-actions";
import type { RoomCharacter } from "./room-character";

/** Who speaks in this play, in which mood, and what of the stage directions: from the next line on. */
export function VoiceSheet({
  session,
  character,
  actions,
  onClose,
}: {
  session: Session;
  character: RoomCharacter;
  actions: RoomActions;
  onClose: () => void;
}) {
  const t = useTranslations("speech");
  const tEditor = useTranslations("editor");
  const moodName = useMoodName();
  const { data } = useVoices();
  const [trouble, setTrouble] = useState("");
  // Voices are to be heard here, one at a time.
  useEffect(() => actions.silence(), [actions]);

  const change = async (wish: VoiceChange) => {
    setTrouble("");
    try {
      await actions.changeVoice(wish);
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      setTrouble(refused.message);
    }
  };
  const current = session.voice_id || data?.default_voice_id;
  const moods = data?.voices.find(({ id }) => id === current)?.moods ?? [];
  return (
    <Sheet title={t("ofPlay")} onClose={onClose}>
      <p className="hint">{t("ofPlayHint")}</p>
      <p className="trouble" role="alert">
        {trouble}
      </p>
      <div className="choices">
        {moods.length > 0 && (
          <Choice
            label={t("mood")}
            value={session.mood ?? AUTO_MOOD}
            onChoose={(mood) => void change({ mood })}
          >
            <option value={AUTO_MOOD}>{t("moodAuto")}</option>
            <option value={NEUTRAL_MOOD}>{t("moodNeutral")}</option>
            {moods.map((mood) => (
              <option key={mood} value={mood}>
                {moodName(mood)}
              </option>
            ))}
          </Choice>
        )}
        <Choice
          label={tEditor("narrationLabel")}
          value={session.narration ?? character.narration}
          onChoose={(value) => void change({ narration: narration.parse(value) })}
        >
          {NARRATIONS.map((each) => (
            <option key={each} value={each}>
              {tEditor(`narration.${each}`)}
            </option>
          ))}
        </Choice>
      </div>
      <VoicePicker
        line={testLine(character, tEditor("testLine"))}
        chosenId={session.voice_id ?? ""}
        onChoose={(voice) => void change({ voice })}
      />
    </Sheet>
  );
}
