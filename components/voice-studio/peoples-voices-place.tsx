"use client";

import { Trash2 } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import { personName } from "@/components/people/person-name";
import { byteText } from "@/components/ui/byte-text";
import { apiDelete } from "@/lib/client/api-client";
import { PEOPLES_VOICES, usePeoplesVoices } from "@/lib/client/studio-queries";
import type { OwnVoiceListed } from "@/lib/contract/own-voices";
import { SureButton } from "./sure-button";
import { Trouble } from "./trouble";
import { useAttempt } from "./use-attempt";

/** People's private voices: whose they are and on whose word, never how they sound; one that must go is deleted here. */
export function PeoplesVoicesPlace() {
  const t = useTranslations("studio");
  const people = useTranslations("people");
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } =
    usePeoplesVoices();
  const { isBusy, problem, attempt } = useAttempt();
  const voices = data?.pages.flatMap((page) => page.voices) ?? [];
  return (
    <>
      <header className="studio-head">
        <h1>{t("ownVoices")}</h1>
        <p>{t("ownVoicesIntro")}</p>
      </header>
      <Trouble text={problem || error?.message} />
      <section className="studio-panel">
        {isPending && <p role="status">{t("loading")}</p>}
        {data && voices.length === 0 && <p>{t("ownVoicesNone")}</p>}
        <ul className="references">
          {voices.map((voice) => (
            <li key={voice.id} data-testid="peoples-voice">
              <b className="serif">{voice.name}</b>
              <VoiceFacts voice={voice} />
              <SureButton
                label={t("delete")}
                sure={t("ownVoiceDeleteSure")}
                disabled={isBusy}
                icon={<Trash2 className="icon" strokeWidth={1.7} aria-hidden="true" />}
                onSure={() =>
                  void attempt(async () => {
                    await apiDelete(`${PEOPLES_VOICES}/${encodeURIComponent(voice.id)}`);
                    await refetch();
                  })
                }
              />
            </li>
          ))}
        </ul>
        {hasNextPage && (
          <button
            type="button"
            className="button"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {people("more")}
          </button>
        )}
      </section>
    </>
  );
}

function VoiceFacts({ voice }: { voice: OwnVoiceListed }) {
  const t = useTranslations("studio");
  const people = useTranslations("people");
  const locale = useLocale();
  const format = useFormatter();
  const { owner, clips, bytes, consents, created_at: madeAt } = voice;
  const made = madeAt && format.dateTime(new Date(madeAt), { dateStyle: "medium" });
  const size = t("ownVoiceSize", { clips, size: byteText(bytes, locale) });
  return (
    <div>
      <span>{[personName(owner, people("guest")), made, size].filter(Boolean).join(" · ")}</span>
      {consents.map((consent) => (
        <small key={consent}>{t("consentOf", { consent })}</small>
      ))}
    </div>
  );
}
