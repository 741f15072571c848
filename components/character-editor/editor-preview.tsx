"use client";

import { useLocale, useTranslations } from "use-intl";
import { Portrait } from "@/components/ui/portrait";
import { SampleButton } from "@/components/ui/sample-button";
import { testLine } from "@/components/voice-picker/test-line";
import { useSamplePlayer } from "@/lib/client/use-sample-player";
import type { CastMember } from "@/lib/contract/character";
import { lineLanguage } from "@/lib/i18n/script-language";

/** The character as it will stand on the stage, with its first words to hear. */
export function EditorPreview({ character, onVoice }: { character: CastMember; onVoice: () => void }) {
  const t = useTranslations("editor");
  const locale = useLocale();
  const samples = useSamplePlayer();
  const line = testLine(character, t("testLine"));
  const failed = samples.messageOf(character.id);
  return (
    <aside className="preview" aria-label={t("preview")}>
      <Portrait className="portrait" src={character.image_url} alt="" gel={character.stage.gel} />
      <h2>{t("listen")}</h2>
      <blockquote>{t("quoted", { line })}</blockquote>
      <div className="field-actions">
        <SampleButton
          name={character.name}
          size="large"
          state={samples.stateOf(character.id)}
          onPress={() =>
            samples.toggle({
              id: character.id,
              text: line,
              voiceId: character.voice_id,
              language: lineLanguage(line, locale),
            })
          }
        />
        <button type="button" className="text-button text-button--lit" onClick={onVoice}>
          {t("voiceElse")}
        </button>
      </div>
      {failed && <p className="trouble">{failed}</p>}
    </aside>
  );
}
