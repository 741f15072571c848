"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import type { VoiceView } from "@/lib/contract/voices";
import { ReferenceStudio } from "./reference-studio";
import { SureButton } from "./sure-button";

/** The clips a voice is cloned from, the neutral one first, and a new one. */
export function ReferencesPanel({
  voice,
  onAdded,
  onRemove,
}: {
  voice: VoiceView;
  onAdded: (voice: VoiceView) => Promise<void>;
  onRemove: (referenceId: string) => void;
}) {
  const t = useTranslations("studio");
  return (
    <section className="studio-panel" aria-labelledby="voice-references">
      <h2 id="voice-references">{t("references")}</h2>
      {voice.references.length === 0 && <p>{t("noReference")}</p>}
      <ul className="references">
        {voice.references.map(({ id, file, ref_audio_path: path, prompt_text: words, emotion, consent }) => (
          <li key={id} data-testid="reference">
            <b>{emotion}</b>
            <div>
              <q className="serif">{words || t("noWords")}</q>
              {path && <code>{path}</code>}
              {consent && <small>{t("consentOf", { consent })}</small>}
              {file && (
                // biome-ignore lint/a11y/useMediaCaption: its words stand above it
                <audio
                  controls
                  preload="none"
                  src={`/api/admin/references/${file}`}
                  aria-label={words || emotion}
                />
              )}
            </div>
            <SureButton
              label={t("removeReference")}
              sure={t("removeReferenceSure")}
              icon={<Trash2 className="icon" strokeWidth={1.7} aria-hidden="true" />}
              onSure={() => onRemove(id)}
            />
          </li>
        ))}
      </ul>
      <ReferenceStudio voice={voice} onAdded={onAdded} />
    </section>
  );
}
