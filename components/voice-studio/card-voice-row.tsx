"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { personName } from "@/components/people/person-name";
import { apiDelete, apiPost } from "@/lib/client/api-client";
import { useRefreshVoices } from "@/lib/client/voice-queries";
import { type CardVoice, cardVoiceAccepted } from "@/lib/contract/card-voices";
import { ClipSound } from "./clip-sound";
import { StudioField } from "./studio-field";
import { SureButton } from "./sure-button";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** One that waits: for whom it came and who brought it, its clips to hear, and what becomes of it. */
export function CardVoiceRow({ voice }: { voice: CardVoice }) {
  const t = useTranslations("studio");
  const people = useTranslations("people");
  const locale = useLocale();
  const router = useRouter();
  const refresh = useRefreshVoices();
  const { isBusy, problem, attempt } = useAttempt();
  const [name, setName] = useState(voice.name);
  const [consent, setConsent] = useState("");
  const [isActive, setActive] = useState(false);
  const path = `/api/admin/card-voices/${encodeURIComponent(voice.id)}`;
  const seconds = new Intl.NumberFormat(locale, {
    ...{ style: "unit", unit: "second", unitDisplay: "narrow", maximumFractionDigits: 1 },
  });
  const accept = () =>
    attempt(async () => {
      const wish = { name, is_active: isActive, consent };
      const { voice_id: id } = await apiPost(`${path}/accept`, wish, { schema: cardVoiceAccepted });
      router.push(`/admin/voices?voice=${encodeURIComponent(id)}`);
      await refresh();
    });
  const discard = () =>
    attempt(async () => {
      await apiDelete(path);
      await refresh();
    });
  return (
    <section className="studio-panel" aria-label={voice.character.name} data-testid="card-voice">
      <h2>
        {t("fromCardsOf", {
          character: voice.character.name,
          person: personName(voice.owner, people("guest")),
        })}
      </h2>
      <ul className="references">
        {voice.clips.map((clip, place) => {
          const { prompt_text: words, emotion, seconds: length } = clip;
          const address = `${path}/clips/${place}`;
          return (
            <li key={address}>
              <b>{emotion}</b>
              <div>
                <q className="serif">{words || t("noWords")}</q>
                <ClipSound address={address} name={words || emotion} />
              </div>
              <span className="numeric">{seconds.format(length)}</span>
            </li>
          );
        })}
      </ul>
      <div className="studio-fields">
        <StudioField label={t("voiceName")} value={name} maxLength={80} onChange={setName} />
        <StudioField
          label={t("consent")}
          hint={t("consentHint")}
          value={consent}
          maxLength={500}
          onChange={setConsent}
        />
      </div>
      <div className="lorebook-switches">
        <label>
          <input type="checkbox" checked={isActive} onChange={(event) => setActive(event.target.checked)} />
          {t("fromCardsActive")}
        </label>
      </div>
      <Trouble text={problem} />
      <div className="field-actions">
        <button
          type="button"
          className="button button--lit"
          disabled={isBusy || !name.trim()}
          onClick={() => void accept()}
        >
          {t("fromCardsAccept")}
        </button>
        <SureButton
          label={t("fromCardsDiscard")}
          sure={t("fromCardsDiscardSure")}
          disabled={isBusy}
          icon={<Trash2 className="icon" strokeWidth={1.7} aria-hidden="true" />}
          onSure={() => void discard()}
        />
      </div>
    </section>
  );
}
