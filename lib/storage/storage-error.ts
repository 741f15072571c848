/**
 * Why a file operation did not work.
 *
 * - `full`         no space, or no quota, left on the disk
 * - `read_only`    the disk is mounted read-only
 * - `denied`       the process may not
 * - `missing`      there is no such file
 * - `not_a_folder` a file stands where a folder is needed
 * - `failed`       the disk itself, or something nobody foresaw
 */
export type StorageErrorKind = "full" | "read_only" | "denied" | "missing" | "not_a_folder" | "failed";

const KIND_OF_CODE: Record<string, StorageErrorKind> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "read_only",
  EACCES: "denied",
  EPERM: "denied",
  ENOENT: "missing",
  ENOTDIR: "not_a_folder",
  EEXIST: "not_a_folder",
};

/** Its message names the operation and the system's code, never a path. */
export class StorageError extends Error {
  override readonly name = "StorageError";

  constructor(
    readonly kind: StorageErrorKind,
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** The storage error of whatever a file operation threw. */
export function toStorageError(error: unknown, operation: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new StorageError(KIND_OF_CODE[code] ?? "failed", `could not ${operation}${code && ` (${code})`}`, {
    cause: error,
  });
}
