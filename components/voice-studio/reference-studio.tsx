"use client";

import { Upload } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { toWav } from "@/lib/client/recording";
import { LanguageField } from "./language-field";
import { MicrophoneRecorder } from "./microphone-recorder";
import { ReferenceChecks } from "./reference-checks";
import { RegionWave, type Stretch } from "./region-wave";
import { type StoredClip, StoredClips } from "./stored-clips";
import { StretchFields } from "./stretch-fields";
import { StudioField } from "./studio-field";
import { TranscriptField } from "./transcript-field";
import { useAttempt } from "./use-attempt";
import { recordingForm, useReferenceCheck } from "./use-reference-check";

/**
 * A recording becomes a reference: its best stretch, judged before it is kept, with the words said in it. Or a clip that
 * is kept already does.
 */
export function ReferenceStudio({
  language: voiceLanguage,
  stored,
  needsConsent = false,
  onAdd,
}: {
  /** The voice's. */
  language: string;
  /** Clips that may be taken. */
  stored: readonly StoredClip[];
  /** Nothing is kept without a word on whose voice it is. */
  needsConsent?: boolean;
  /** Gets the recording as a form, or the stored clip. Rejects with what is to be told. */
  onAdd: (reference: FormData | StoredClip) => Promise<void>;
}) {
  const t = useTranslations("studio");
  const { isBusy, problem, attempt } = useAttempt();
  const [file, setFile] = useState<File | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [duration, setDuration] = useState(0);
  const [stretch, setStretch] = useState<Stretch | null>(null);
  const [trims, setTrims] = useState(true);
  const [levels, setLevels] = useState(true);
  const [words, setWords] = useState("");
  const [language, setLanguage] = useState(voiceLanguage);
  const [emotion, setEmotion] = useState("neutral");
  const [consent, setConsent] = useState("");
  const wish = { stretch, trims, levels };
  const { check, problem: checkProblem } = useReferenceCheck(file, wish);

  const take = async (given: File | undefined) => {
    setStretch(null);
    setFile(null);
    setBroken(false);
    if (given) await toWav(given).then(setFile, () => setBroken(true));
  };
  const add = () =>
    attempt(async () => {
      if (!file) return;
      const form = recordingForm(file, wish);
      form.set("prompt_text", words);
      form.set("prompt_lang", language);
      form.set("emotion", emotion.trim() || "neutral");
      form.set("consent", consent);
      await onAdd(form);
      setFile(null);
      setStretch(null);
      setWords("");
    });
  return (
    <div className="reference-studio">
      <div className="reference-sources">
        <label className="button own-import">
          <Upload className="icon" strokeWidth={1.7} aria-hidden="true" />
          {file ? t("otherFile") : t("chooseFile")}
          <input
            type="file"
            className="visually-hidden"
            accept="audio/*"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
        <MicrophoneRecorder onRecorded={(recording) => void take(recording)} />
      </div>
      {isBroken && (
        <p className="trouble" role="alert">
          {t("unreadable")}
        </p>
      )}
      {file && (
        <>
          <RegionWave
            file={file}
            stretch={stretch}
            onBroken={() => {
              setBroken(true);
              setFile(null);
            }}
            onStretch={(now, whole) => {
              setStretch(now);
              setDuration(whole);
            }}
          />
          {stretch && <StretchFields stretch={stretch} duration={duration} onChange={setStretch} />}
          <div className="lorebook-switches">
            <label>
              <input type="checkbox" checked={trims} onChange={(event) => setTrims(event.target.checked)} />
              {t("trim")}
            </label>
            <label>
              <input type="checkbox" checked={levels} onChange={(event) => setLevels(event.target.checked)} />
              {t("level")}
            </label>
          </div>
          <div role="status">{check && <ReferenceChecks check={check} />}</div>
          <div className="studio-fields">
            <TranscriptField
              value={words}
              formOf={() => {
                if (!stretch) return null;
                const form = recordingForm(file, wish);
                form.set("prompt_lang", language);
                return form;
              }}
              onChange={setWords}
            />
            <LanguageField label={t("wordsLanguage")} value={language} onChange={setLanguage} />
            <StudioField
              label={t("emotion")}
              hint={t("emotionHint")}
              value={emotion}
              maxLength={40}
              onChange={setEmotion}
            />
            <StudioField
              label={needsConsent ? `${t("consent")} *` : t("consent")}
              hint={t("consentHint")}
              value={consent}
              maxLength={500}
              onChange={setConsent}
            />
          </div>
          <button
            type="button"
            className="button button--lit"
            disabled={isBusy || !check || (needsConsent && consent.trim() === "")}
            onClick={() => void add()}
          >
            {t("addReference")}
          </button>
        </>
      )}
      <StoredClips clips={stored} isBusy={isBusy} onPick={(clip) => void attempt(() => onAdd(clip))} />
      {(problem || checkProblem) && (
        <p className="trouble" role="alert">
          {problem || checkProblem}
        </p>
      )}
    </div>
  );
}
