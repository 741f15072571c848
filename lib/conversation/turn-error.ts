import { isStorageFailure } from "@/db/client";
import { AppError } from "@/lib/contract/app-error";
import type { ErrorCode } from "@/lib/contract/error-codes";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** Whatever ended a turn, as a failure with a public code. */
export function toTurnError(failure: unknown): AppError {
  if (failure instanceof AppError) return failure;
  if (failure instanceof UpstreamError) {
    return toPublicError(failure, { offline: "language_engine_offline", busy: "language_engine_busy" });
  }
  const code = isStorageFailure(failure) ? "INSUFFICIENT_STORAGE" : "INTERNAL_ERROR";
  return new AppError(code, { cause: failure });
}

/** The `error` event's data. */
export function toEvent(error: AppError, locale: Locale): { code: ErrorCode; message: string } {
  return { code: error.code, message: sentence(locale, error.key, error.params) };
}
