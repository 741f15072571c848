"use client";

import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { VoiceReferenceClip } from "@/lib/contract/voices";
import { ClipSound } from "./clip-sound";
import { SureButton } from "./sure-button";

/** The clips a voice is cloned from, the neutral one first; the studio for a new one as its child. */
export function ReferencesPanel({
  references,
  addressOf,
  isBusy = false,
  onRemove,
  children,
}: {
  references: readonly VoiceReferenceClip[];
  /** Where a clip is heard; null where its bytes are not here. */
  addressOf: (clip: VoiceReferenceClip) => string | null;
  isBusy?: boolean;
  onRemove: (referenceId: string) => void;
  children: ReactNode;
}) {
  const t = useTranslations("studio");
  return (
    <section className="studio-panel" aria-labelledby="voice-references">
      <h2 id="voice-references">{t("references")}</h2>
      {references.length === 0 && <p>{t("noReference")}</p>}
      <ul className="references">
        {references.map((clip) => {
          const { id, ref_audio_path: path, prompt_text: words, emotion, consent } = clip;
          const address = addressOf(clip);
          return (
            <li key={id} data-testid="reference">
              <b>{emotion}</b>
              <div>
                <q className="serif">{words || t("noWords")}</q>
                {path && <code>{path}</code>}
                {consent && <small>{t("consentOf", { consent })}</small>}
                {address && <ClipSound address={address} name={words || emotion} />}
              </div>
              <SureButton
                label={t("removeReference")}
                sure={t("removeReferenceSure")}
                disabled={isBusy}
                icon={<Trash2 className="icon" strokeWidth={1.7} aria-hidden="true" />}
                onSure={() => onRemove(id)}
              />
            </li>
          );
        })}
      </ul>
      {children}
    </section>
  );
}
