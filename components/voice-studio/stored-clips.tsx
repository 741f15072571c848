"use client";

import { useTranslations } from "use-intl";
import type { VoiceReferenceClip } from "@/lib/contract/voices";
import { ClipSound } from "./clip-sound";

/** A clip that is kept already, with the voice it belongs to and where it is heard. */
export interface StoredClip {
  clip: VoiceReferenceClip & { file: string };
  voiceName: string;
  address: string;
}

/** Clips of other voices, to be taken for this one. */
export function StoredClips({
  clips,
  isBusy,
  onPick,
}: {
  clips: readonly StoredClip[];
  isBusy: boolean;
  onPick: (clip: StoredClip) => void;
}) {
  const t = useTranslations("clips");
  const studio = useTranslations("studio");
  if (clips.length === 0) return null;
  return (
    <details className="stored-clips">
      <summary className="text-button">{t("stored")}</summary>
      <ul className="references">
        {clips.map((stored) => {
          const { clip, voiceName, address } = stored;
          return (
            <li key={clip.file} data-testid="stored-clip">
              <b>{voiceName}</b>
              <div>
                <q className="serif">{clip.prompt_text || studio("noWords")}</q>
                <ClipSound address={address} name={clip.prompt_text || voiceName} />
              </div>
              <button
                type="button"
                className="text-button text-button--lit"
                disabled={isBusy}
                onClick={() => onPick(stored)}
              >
                {t("useStored")}
              </button>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
