import "server-only";
import { ERROR_STATUS, type ErrorCode } from "@/lib/contract/error-codes";
import type { OpenAiError } from "@/lib/contract/openai";
import type { NextHandler } from "./route";

/** The same handlers, their failures in OpenAI's error object instead of our envelope. */
export function openAi<Method extends string>(
  handlers: Record<Method, NextHandler>,
): Record<Method, NextHandler> {
  const told = (handler: NextHandler): NextHandler => {
    const translated: NextHandler = async (request, context) => {
      const response = await handler(request, context);
      return response.ok || !response.body ? response : translate(response);
    };
    translated.declared = handler.declared;
    return translated;
  };
  return Object.fromEntries(
    Object.entries<NextHandler>(handlers).map(([method, handler]) => [method, told(handler)]),
  ) as Record<Method, NextHandler>;
}

export function toOpenAiError(code: ErrorCode, message: string): OpenAiError {
  return { error: { message, type: typeOf(ERROR_STATUS[code]), param: null, code: code.toLowerCase() } };
}

async function translate(response: Response): Promise<Response> {
  const { error } = (await response.json()) as { error: { code: ErrorCode; message: string } };
  const headers = new Headers(response.headers);
  headers.delete("Content-Length");
  return Response.json(toOpenAiError(error.code, error.message), { status: response.status, headers });
}

function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}
