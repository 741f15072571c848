import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { readApiKey } from "@/lib/auth/api-keys";
import { type Identity, identify } from "@/lib/auth/identify";
import { isTrustedOrigin } from "@/lib/auth/origin";
import { isAdmin } from "@/lib/auth/role";
import type { PlainAnswer } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import type { Locale } from "@/lib/i18n/locales";
import { getServices, type Services } from "@/lib/services";
import { auditAdminAct } from "./audit-act";
import { errorResponse, toAppError, validationError } from "./error-response";
import { readJsonBody } from "./read-body";
import { localeOf, sealed } from "./seal";

/**
 * `public`: nobody needs to be anybody · `reader`: the actor may be null, private things are then 404 ·
 * `caller`: there is an actor · `admin`: with the role, read from the database each time.
 */
type Access = "public" | "reader" | "caller" | "admin";

/** What a route takes and gives; the API's document is made of it. */
export interface RouteOptions<
  B extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  A extends Access = Access,
  R extends z.ZodType = z.ZodType,
> {
  access: A;
  /** One line for programmers, in English. */
  summary?: string;
  /** What a programmer must know beyond that. */
  description?: string;
  body?: B;
  query?: Q;
  /** Instead of `body` where the handler reads a file: what kind it is, and the form's other fields. */
  upload?: { of: string; fields?: z.ZodType };
  /** Request headers that mean something here, each with what. */
  headers?: Record<string, string>;
  /** False: a write of an admin's that changes nothing and is not audited. */
  isAudited?: boolean;
  /** The envelope's data, or what the handler answers with a Response of its own. */
  answer?: R | PlainAnswer;
}

export interface RouteContext<B, Q, A extends Access> {
  services: Services;
  actor: A extends "caller" | "admin" ? Actor : Actor | null;
  locale: Locale;
  params: Record<string, string>;
  body: B;
  query: Q;
  request: Request;
  requestId: string;
}

type PathParams = Record<string, string | string[]>;
export interface NextHandler {
  /** Next gives a path without parameters no `params` at all. */
  (request: Request, context: { params?: Promise<PathParams> }): Promise<Response>;
  /** For whoever describes or tries the routes; absent where nothing is declared. */
  declared?: RouteOptions;
}

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * A route handler: who may call and what fits are declared; the handler gets judged input and answers with
 * data for the envelope or with a Response of its own. Every failure becomes the envelope.
 */
export function route<
  B extends z.ZodType,
  Q extends z.ZodType,
  A extends Access,
  R extends z.ZodType = z.ZodType,
>(
  options: RouteOptions<B, Q, A, R>,
  handler: (context: RouteContext<z.output<B>, z.output<Q>, A>) => Promise<z.input<R> | Response>,
): NextHandler {
  const answerTo: NextHandler = async (request, { params }) => {
    const requestId = randomUUID();
    const locale = localeOf(request.headers);
    let setCookie: string | null = null;
    let response: Response;
    try {
      const services = await getServices();
      const identity = await admit(request, options.access, services);
      setCookie = identity.setCookie;
      const context = {
        services,
        actor: identity.actor as RouteContext<z.output<B>, z.output<Q>, A>["actor"],
        locale,
        params: named((await params) ?? {}),
        body: options.body ? await parseInput(options.body, await readJsonBody(request), locale) : undefined,
        query: options.query ? await parseInput(options.query, queryOf(request), locale) : undefined,
        request,
        requestId,
      } as RouteContext<z.output<B>, z.output<Q>, A>;
      const answer = await handler(context);
      if (options.access === "admin" && WRITES.has(request.method) && options.isAudited !== false) {
        await auditAdminAct(context as RouteContext<unknown, unknown, "admin">, answer);
      }
      response =
        answer instanceof Response ? answer : noStore(Response.json({ success: true, data: answer ?? null }));
    } catch (thrown) {
      response = await failed(thrown, request, requestId, locale);
    }
    if (setCookie) response.headers.append("Set-Cookie", setCookie);
    return sealed(request, response, requestId);
  };
  answerTo.declared = options;
  return answerTo;
}

function named(params: PathParams): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

function queryOf({ url }: Request): Record<string, string> {
  const at = url.indexOf("?");
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at)));
}

function noStore(response: Response): Response {
  response.headers.set("Cache-Control", "no-store");
  return response;
}

async function admit(request: Request, access: Access, services: Services): Promise<Identity> {
  const isWrite = WRITES.has(request.method);
  if (isWrite && !isTrustedOrigin(request.headers, services.settings)) {
    throw new AppError("FORBIDDEN", { key: "foreign_origin" });
  }
  if (access === "public") return { actor: null, setCookie: null };
  const identity = await identify(request.headers, {
    tokens: services.tokens,
    readKey: (token) => readApiKey(services.db, token),
    allowAnonymousApi: services.settings.allowAnonymousApi,
    isWrite,
  });
  if (access !== "reader" && !identity.actor) throw new AppError("UNAUTHENTICATED");
  if (access === "admin" && !(await isAdmin(services, identity.actor))) throw new AppError("FORBIDDEN");
  return identity;
}

/** What fits the schema; VALIDATION_ERROR with what does not. */
export async function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  locale: Locale,
): Promise<z.output<S>> {
  const result = await schema.safeParseAsync(value, { reportInput: true });
  if (!result.success) throw validationError(result.error, locale);
  return result.data;
}

async function failed(
  thrown: unknown,
  request: Request,
  requestId: string,
  locale: Locale,
): Promise<Response> {
  const error = toAppError(thrown);
  const services = await getServices().catch(() => null);
  const entry = {
    requestId,
    code: error.code,
    key: error.key,
    err: error.cause,
    path: new URL(request.url).pathname,
  };
  if (error.code === "INTERNAL_ERROR") services?.logger.error(entry, "request failed");
  else services?.logger.info(entry, "request refused");
  return errorResponse(error, locale);
}

export { methods } from "./methods";
