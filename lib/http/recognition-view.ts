import "server-only";
import type { z } from "zod";
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
