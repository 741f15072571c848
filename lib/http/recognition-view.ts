import "server-only";
import type { z } from "zod";
import type { RecognitionEngine } from "@/lib/contract/engines";
import type { recognitionState } from "@/lib/contract/voices";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import type { Services } from "@/lib/services";

/** What writes transcripts, as people are told it; an engine that is switched off says what to do. */
export function recognitionView(
  { recognition: { health } }: Services,
  locale: Locale,
): z.infer<typeof recognitionState> {
  if (health === null) return { state: "none" };
  if (health.state === "down" && health.reason === "refused")
    return { state: "down", reason: sentence(locale, "recognition_offline") };
  return {
    state: health.state,
    ...(health.reason ? { reason: sentence(locale, `reason_${health.reason}`) } : {}),
  };
}

/** The same with where it is and when it was last looked at, for an admin. */
export function recognitionEngineView(services: Services, locale: Locale): RecognitionEngine {
  const { asr } = services.settings;
  const { checkedAt } = services.recognition;
  return {
    ...recognitionView(services, locale),
    base_url: asr.baseUrl ?? null,
    model: asr.model ?? null,
    checked_at: checkedAt === null ? null : new Date(checkedAt).toISOString(),
  };
}
