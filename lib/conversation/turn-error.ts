import { isStorageFailure } from "@/db/client";
import { AppError } from "@/lib/contract/app-error";
import type { ErrorCode } from "@/lib/contract/error-codes";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import { UpstreamError, type UpstreamErrorKind } from "@/lib/upstream/upstream-error";

/** What a broken turn says, by what broke: code and sentence. */
const UPSTREAM: Record<UpstreamErrorKind, { code: ErrorCode; key: string }> = {
  unreachable: { code: "SERVICE_UNAVAILABLE", key: "language_engine_offline" },
  saturated: { code: "SERVICE_UNAVAILABLE", key: "SERVICE_UNAVAILABLE" },
  timeout: { code: "ENGINE_TIMEOUT", key: "ENGINE_TIMEOUT" },
  rejected: { code: "ENGINE_ERROR", key: "ENGINE_ERROR" },
  malformed: { code: "ENGINE_ERROR", key: "ENGINE_ERROR" },
  aborted: { code: "ENGINE_ERROR", key: "ENGINE_ERROR" },
};

/** The `error` event's data for whatever ended a turn. */
export function toAppErrorCode(failure: unknown, locale: Locale): { code: ErrorCode; message: string } {
  if (failure instanceof AppError) {
    return { code: failure.code, message: sentence(locale, failure.key, failure.params) };
  }
  const code: ErrorCode = isStorageFailure(failure) ? "INSUFFICIENT_STORAGE" : "INTERNAL_ERROR";
  const told = failure instanceof UpstreamError ? UPSTREAM[failure.kind] : { code, key: code };
  return { code: told.code, message: sentence(locale, told.key) };
}
