import "server-only";
import type { RouteContext } from "./route";

/** What may be told of an act besides its address: names and switches, never an address or a secret. */
const TOLD = [
  "kind",
  "name",
  "login",
  "open",
  "command",
  "model",
  "voice_id",
  "permanent",
  "older_than_days",
  "is_active",
  "is_default",
  "may_travel",
  "is_blocked",
];
const MAX_LENGTH = 120;

/** Notes what an admin has just done, as `POST /api/admin/engines/{id}/control`. */
export async function auditAdminAct(
  { services, actor, params, body, query, request }: RouteContext<unknown, unknown, "admin">,
  answer: unknown,
): Promise<void> {
  const { pathname } = new URL(request.url);
  const names = new Map(Object.entries(params).map(([name, value]) => [value, `{${name}}`]));
  const route = pathname
    .split("/")
    .map((part) => names.get(decoded(part)) ?? part)
    .join("/");
  const [target] = [...Object.values(params), member(answer, "id"), member(query, "model")].filter(isText);
  await services.audit.note(actor, {
    action: `${request.method} ${route}`,
    target: target?.slice(0, MAX_LENGTH) ?? null,
    details: { ...told(query), ...told(body) },
  });
}

function told(given: unknown): Record<string, string | number | boolean> {
  const all: Record<string, string | number | boolean> = {};
  for (const name of TOLD) {
    const value = member(given, name);
    if (isText(value)) all[name] = value.slice(0, MAX_LENGTH);
    else if (typeof value === "number" || typeof value === "boolean") all[name] = value;
  }
  return all;
}

function member(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null && !(of instanceof Response)
    ? Reflect.get(of, name)
    : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
