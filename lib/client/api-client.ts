import "client-only";
import { ERROR_STATUS, type ErrorCode } from "@/lib/contract/error-codes";
import { fields, type Schema, shape, text } from "@/lib/contract/shape";

/** A refusal of the API, or `OFFLINE` (status 0) when the server could not be reached at all. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly code: ErrorCode | "OFFLINE",
    readonly status: number,
    /** A sentence for the person, in the page's language. */
    message: string,
    readonly details: unknown = undefined,
    readonly retryAfterMs: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface RequestOptions<T = unknown> {
  /** Parses the answer's `data`; without it `data` is `unknown`. */
  schema?: Schema<T>;
  signal?: AbortSignal;
  /** What the person reads when the server cannot be reached. */
  offlineMessage?: string;
  fetch?: typeof fetch;
  headers?: Record<string, string>;
  /** Sent to its end even when the page goes away. */
  keepalive?: boolean;
}

interface Failure {
  code: string;
  message: string;
  details: unknown;
}
const anything = (_value: unknown): _value is unknown => true;
const failure = shape(
  fields<{ error: Failure }>({
    error: fields<Failure>({ code: text, message: text, details: anything }),
  }),
);

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_STATUS, code);
}

/** `Retry-After` in milliseconds: seconds or an HTTP date; null when absent or unreadable. */
function retryAfterMs(header: string | null): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}

/** Answers that are not our envelope (a proxy's page) keep their status and get the nearest code. */
async function toApiError(response: Response, fallbackMessage: string): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = failure.safeParse(body);
  const retry = retryAfterMs(response.headers.get("retry-after"));
  if (parsed.success && isErrorCode(parsed.data.error.code)) {
    const { code, message, details } = parsed.data.error;
    return new ApiError(code as ErrorCode, response.status, message, details, retry);
  }
  const codes = Object.keys(ERROR_STATUS).filter(isErrorCode);
  const code = codes.find((name) => ERROR_STATUS[name] === response.status) ?? "INTERNAL_ERROR";
  return new ApiError(code, response.status, fallbackMessage, undefined, retry);
}

const isSentAsItIs = (body: unknown): body is Blob | FormData =>
  body instanceof Blob || body instanceof FormData;

function headersOf(body: unknown, extra: Record<string, string> | undefined): Record<string, string> {
  const language = typeof document === "undefined" ? "" : document.documentElement.lang;
  return {
    ...(language ? { "Accept-Language": language } : {}),
    ...(body === undefined || isSentAsItIs(body) ? {} : { "Content-Type": "application/json" }),
    ...extra,
  };
}

/**
 * Any request of ours whose answer is read as a stream. Resolves with a 2xx response.
 * Throws `ApiError`; an abort stays the platform's own `AbortError`.
 */
export async function requestStream(
  method: string,
  path: string,
  body: unknown,
  options: RequestOptions = {},
): Promise<Response> {
  const { signal, offlineMessage = "", fetch: send = globalThis.fetch, keepalive = false } = options;
  let response: Response;
  try {
    response = await send(path, {
      method,
      headers: headersOf(body, options.headers),
      ...(body === undefined ? {} : { body: isSentAsItIs(body) ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      ...(keepalive ? { keepalive } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError("OFFLINE", 0, offlineMessage, undefined, null, { cause });
  }
  if (!response.ok) throw await toApiError(response, offlineMessage);
  return response;
}

function isEnvelope(answer: unknown): answer is { success: true; data: unknown } {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "data" in answer &&
    Reflect.get(answer, "success") === true
  );
}

async function request<T>(
  method: string,
  path: string,
  body: unknown,
  options: RequestOptions<T>,
): Promise<T> {
  const response = await requestStream(method, path, body, options);
  const message = options.offlineMessage ?? "";
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError("OFFLINE", response.status, message, undefined, null, { cause });
  }
  const unreadable = (cause: unknown) =>
    new ApiError("INTERNAL_ERROR", response.status, message, undefined, null, { cause });
  if (!isEnvelope(answer)) throw unreadable(answer);
  if (!options.schema) return answer.data as T;
  const parsed = options.schema.safeParse(answer.data);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data;
}

/** GET; resolves with the envelope's `data`, throws `ApiError`. */
export function apiGet<T = unknown>(path: string, options: RequestOptions<T> = {}): Promise<T> {
  return request("GET", path, undefined, options);
}

/** POST of a JSON body, or of a form with files; resolves with the envelope's `data`, throws `ApiError`. */
export function apiPost<T = unknown>(
  path: string,
  body: unknown,
  options: RequestOptions<T> = {},
): Promise<T> {
  return request("POST", path, body ?? {}, options);
}

/** PATCH of a JSON body; resolves with the envelope's `data`, throws `ApiError`. */
export function apiPatch<T = unknown>(
  path: string,
  body: unknown,
  options: RequestOptions<T> = {},
): Promise<T> {
  return request("PATCH", path, body ?? {}, options);
}

/** PUT of a JSON body; resolves with the envelope's `data`, throws `ApiError`. */
export function apiPut<T = unknown>(
  path: string,
  body: unknown,
  options: RequestOptions<T> = {},
): Promise<T> {
  return request("PUT", path, body ?? {}, options);
}

/** DELETE; resolves with the envelope's `data`, throws `ApiError`. */
export function apiDelete<T = unknown>(path: string, options: RequestOptions<T> = {}): Promise<T> {
  return request("DELETE", path, undefined, options);
}

/** Sends one file as it is; resolves with the envelope's `data`, throws `ApiError`. */
export async function apiUpload<T>(
  method: "POST" | "PUT",
  path: string,
  file: Blob & { name?: string },
  options: RequestOptions<T> = {},
): Promise<T> {
  const headers = {
    ...options.headers,
    "Content-Type": "application/octet-stream",
    "X-File-Name": encodeURIComponent(file.name ?? ""),
  };
  return request(method, path, file, { ...options, headers });
}
