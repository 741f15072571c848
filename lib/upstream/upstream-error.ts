/**
 * Why a model server did not give what was asked; decided once, where its answer is read.
 *
 * - `unreachable` nothing listens, or the connection broke before an answer
 * - `timeout`     it listens and does not answer in time
 * - `saturated`   it said it is full
 * - `rejected`    it refused the request (4xx, an error in its answer)
 * - `malformed`   it answered something that is not what its interface promises, silence included
 * - `aborted`     we stopped it
 */
export type UpstreamErrorKind =
  | "unreachable"
  | "timeout"
  | "saturated"
  | "rejected"
  | "malformed"
  | "aborted";

/** A sentence of `lib/i18n/messages/*.errors.json`, by its key, and its values. */
export interface Remedy {
  key: string;
  params?: Record<string, string>;
}

export interface UpstreamErrorOptions {
  /** HTTP status the engine answered with, where there was one. */
  status?: number;
  /** The engine's own words, for the log and (cleaned) for people; never matched on. */
  engineMessage?: string;
  retryAfterMs?: number;
  /** A refusal because prompt and answer are longer than the model's context: a shorter one may do. */
  isContextOverflow?: boolean;
  /** A refusal because of what was said, or was about to be. */
  isBlocked?: boolean;
  /** What people are told to do about a refusal, where that says more than the engine's own words. */
  remedy?: Remedy;
  cause?: unknown;
}

const RETRYABLE: Record<UpstreamErrorKind, boolean> = {
  unreachable: true,
  timeout: true,
  saturated: true,
  rejected: false,
  malformed: true,
  aborted: false,
};

const BRAND = Symbol.for("avatar-forge.upstream-error");

export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  /** Bundles of one process each hold a copy of this class: what tells them is the brand. */
  readonly [BRAND] = true;
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  readonly status: number | undefined;
  readonly engineMessage: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly isContextOverflow: boolean;
  readonly isBlocked: boolean;
  readonly remedy: Remedy | undefined;
  /** Whether the same request may do better a second time. */
  readonly retryable: boolean;

  constructor(
    readonly kind: UpstreamErrorKind,
    message: string,
    options: UpstreamErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.status = options.status;
    this.engineMessage = options.engineMessage;
    this.retryAfterMs = options.retryAfterMs;
    this.isContextOverflow = options.isContextOverflow ?? false;
    this.isBlocked = options.isBlocked ?? false;
    this.remedy = options.remedy;
    this.retryable = RETRYABLE[kind];
  }

  /** The same failure, of which more is known. */
  with(known: UpstreamErrorOptions): UpstreamError {
    return new UpstreamError(this.kind, this.message, { ...this, cause: this.cause, ...known });
  }
}
