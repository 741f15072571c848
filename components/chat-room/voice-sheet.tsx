"use client";

import { useTranslations } from "use-intl";
import { Sheet } from "@/components/ui/sheet";
import { testLine } from "@/components/voice-picker/test-line";
import { VoicePicker } from "@/components/voice-picker/voice-picker";
import { usePlayVoice } from "@/lib/client/play-voice";
import type { Session } from "@/lib/contract/session";

/** Who speaks in this play from its next line on; each voice says the play's own words. */
export function VoiceSheet({
  session,
  firstLine,
  onClose,
}: {
  session: Session;
  firstLine: string;
  onClose: () => void;
}) {
  const t = useTranslations("play");
  const tEditor = useTranslations("editor");
  const { voice, change } = usePlayVoice(session.id);
  const trouble = change.error ?? voice.error;
  return (
    <Sheet title={t("voice")} onClose={onClose}>
      <p className="hint">{t("voiceHint")}</p>
      {trouble && (
        <p className="trouble" role="alert">
          {trouble.message}
        </p>
      )}
      <VoicePicker
        line={testLine({ first_message: firstLine, name: session.character_name }, tEditor("testLine"))}
        chosenId={change.isPending ? change.variables : (voice.data ?? "")}
        onChoose={change.mutate}
      />
      <button type="button" className="text-button" onClick={() => change.mutate("")}>
        {t("voiceOwn")}
      </button>
    </Sheet>
  );
}
