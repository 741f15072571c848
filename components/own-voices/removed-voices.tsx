"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Trouble } from "@/components/voice-studio/trouble";
import { useAttempt } from "@/components/voice-studio/use-attempt";
import { apiDelete } from "@/lib/client/api-client";
import { ownVoicePath, useRefreshOwnVoices } from "@/lib/client/own-voice-queries";
import type { OwnVoicesView } from "@/lib/contract/own-voices";

/** Which of the person's voices an admin has deleted; each stays until it was read. */
export function RemovedVoices({ removed }: { removed: OwnVoicesView["removed"] }) {
  const t = useTranslations("ownVoices");
  const format = useFormatter();
  const refresh = useRefreshOwnVoices();
  const { isBusy, problem, attempt } = useAttempt();
  return (
    <>
      {removed.map(({ id, name, removed_at: at }) => (
        <div key={id} className="own-voices-closed" data-testid="notice" role="status">
          <p>{t("removed", { name, date: format.dateTime(new Date(at), { dateStyle: "long" }) })}</p>
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => void attempt(() => apiDelete(ownVoicePath(id)).then(refresh))}
          >
            {t("removedRead")}
          </button>
        </div>
      ))}
      <Trouble text={problem} />
    </>
  );
}
