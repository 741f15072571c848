/**
 * The error codes of the public API and the HTTP status each answers with.
 * Safe in the browser: no text, no server detail.
 */
export const ERROR_STATUS = {
  VALIDATION_ERROR: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  GENERATION_FAILED: 500,
  INTERNAL_ERROR: 500,
  ENGINE_ERROR: 502,
  SERVICE_UNAVAILABLE: 503,
  CAPACITY_REACHED: 503,
  ENGINE_TIMEOUT: 504,
  INSUFFICIENT_STORAGE: 507,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
