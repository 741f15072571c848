import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/contract/app-error";
import { errorResponse } from "./error-response";
import type { NextHandler } from "./route";
import { localeOf, sealed } from "./seal";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/** Every method of a path: the given ones, 405 with the envelope for the others, and the CORS preflight. */
export function methods(given: Partial<Record<Method, NextHandler>>) {
  const allowed = METHODS.filter((method) => given[method]).join(", ");
  const refuse: NextHandler = async (request) => {
    const refusal = errorResponse(new AppError("METHOD_NOT_ALLOWED"), localeOf(request.headers), {
      Allow: allowed,
    });
    return sealed(request, refusal, randomUUID());
  };
  const OPTIONS: NextHandler = async (request) => {
    const headers = {
      Allow: allowed,
      "Access-Control-Allow-Methods": allowed,
      "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
      "Access-Control-Max-Age": "600",
    };
    return sealed(request, new Response(null, { status: 204, headers }), randomUUID());
  };
  const { GET = refuse, POST = refuse, PUT = refuse, PATCH = refuse, DELETE = refuse } = given;
  return { GET, POST, PUT, PATCH, DELETE, OPTIONS };
}
