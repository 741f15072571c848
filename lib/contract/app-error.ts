import type { ErrorCode } from "./error-codes";

/** Which sentence of `lib/i18n/messages/*.errors.json` tells the person what happened and what to do. */
export interface AppErrorOptions {
  /** Key under the `errors` messages; the code itself when absent. */
  key?: string;
  /** Values for the sentence's placeholders. Shown to people: no paths, no addresses, no secrets. */
  params?: Record<string, string | number>;
  /** What the envelope's `details` carries. */
  details?: unknown;
  /** Milliseconds after which asking again makes sense; becomes `Retry-After`. */
  retryAfterMs?: number;
  cause?: unknown;
}

const BRAND = Symbol.for("avatar-forge.app-error");

/** A failure with a public code. What it says to people is chosen at the edge, in their language. */
export class AppError extends Error {
  override readonly name = "AppError";
  /** Bundles of one process each hold a copy of this class: what tells them is the brand. */
  readonly [BRAND] = true;
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  readonly key: string;
  readonly params: Record<string, string | number>;
  readonly details: unknown;
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: ErrorCode,
    options: AppErrorOptions = {},
  ) {
    super(options.key ?? code, { cause: options.cause });
    this.key = options.key ?? code;
    this.params = options.params ?? {};
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }
}
