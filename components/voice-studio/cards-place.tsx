"use client";

import { useTranslations } from "use-intl";
import { useCardVoices } from "@/lib/client/voice-queries";
import { CardVoiceRow } from "./card-voice-row";
import { Trouble } from "./trouble";

/** Voices that came in with cards: heard here, and made voices of the server's or thrown away. */
export function CardsPlace() {
  const t = useTranslations("studio");
  const { data: waiting = [], error, isPending } = useCardVoices();
  return (
    <>
      <header className="studio-head">
        <h1>{t("fromCards")}</h1>
        <p>{t("fromCardsIntro")}</p>
      </header>
      <Trouble text={error?.message} />
      {waiting.length === 0 && !error && (
        <section className="studio-panel" aria-label={t("fromCards")}>
          <p role="status">{isPending ? t("loading") : t("fromCardsNone")}</p>
        </section>
      )}
      {waiting.map((voice) => (
        <CardVoiceRow key={voice.id} voice={voice} />
      ))}
    </>
  );
}
