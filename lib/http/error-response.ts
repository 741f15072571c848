import "server-only";
import { z } from "zod";
import { isStorageFailure } from "@/db/client";
import { AppError } from "@/lib/contract/app-error";
import { ERROR_STATUS } from "@/lib/contract/error-codes";
import type { Locale } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** Any failure as one with a public code. What is not known to us is INTERNAL_ERROR, its cause for the log alone. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof UpstreamError) return toPublicError(error);
  if (isStorageFailure(error)) return new AppError("INSUFFICIENT_STORAGE", { cause: error });
  return new AppError("INTERNAL_ERROR", { cause: error });
}

const ZOD_LOCALES = { ko: z.locales.ko, en: z.locales.en, ja: z.locales.ja, zh: z.locales.zhCN };

/** VALIDATION_ERROR with one entry for each field that does not fit, in the person's language. */
export function validationError(error: z.ZodError, locale: Locale): AppError {
  const { localeError } = ZOD_LOCALES[locale]();
  const details = error.issues.slice(0, 50).map((issue) => {
    const told = localeError(issue as Parameters<typeof localeError>[0]);
    const message = typeof told === "string" ? told : told?.message;
    return { path: issue.path.join("."), message: message ?? issue.message };
  });
  return new AppError("VALIDATION_ERROR", { details });
}

/** Statuses that always say when to ask again. */
const WAITS: ReadonlySet<number> = new Set([429, 503]);
const DEFAULT_WAIT_MS = 5000;

/** The failure envelope with its status, `Retry-After` where waiting helps, in the person's language. */
export function errorResponse(error: AppError, locale: Locale, headers: HeadersInit = {}): Response {
  const response = Response.json(
    {
      success: false,
      error: {
        code: error.code,
        message: sentence(locale, error.key, error.params),
        ...(error.details === undefined ? {} : { details: error.details }),
      },
    },
    { status: ERROR_STATUS[error.code], headers },
  );
  response.headers.set("Cache-Control", "no-store");
  const waitMs = error.retryAfterMs ?? (WAITS.has(ERROR_STATUS[error.code]) ? DEFAULT_WAIT_MS : undefined);
  if (waitMs !== undefined) {
    response.headers.set("Retry-After", String(Math.max(1, Math.ceil(waitMs / 1000))));
  }
  return response;
}
