import type { ErrorCode } from "./error-codes";

/** Every JSON answer of the API is one of these two. */
export type Success<T> = { success: true; data: T };
export type Failure = { success: false; error: { code: ErrorCode; message: string; details?: unknown } };
export type Envelope<T> = Success<T> | Failure;
