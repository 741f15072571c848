import { AppError } from "@/lib/contract/app-error";

/** Why a file is no card; each has a sentence that says what to do. */
export type CardErrorKey =
  | "card_empty"
  | "card_too_large"
  | "card_unknown_format"
  | "card_truncated"
  | "card_no_data"
  | "card_encrypted"
  | "card_not_json"
  | "card_too_complex"
  | "card_not_a_card";

/** A file that cannot be imported: VALIDATION_ERROR, or PAYLOAD_TOO_LARGE where its size is the reason. */
export function cardError(key: CardErrorKey, options: { cause?: unknown; limit?: number } = {}): AppError {
  const { cause, limit } = options;
  return new AppError(key === "card_too_large" ? "PAYLOAD_TOO_LARGE" : "VALIDATION_ERROR", {
    key,
    ...(limit === undefined ? {} : { params: { limit } }),
    cause,
  });
}
