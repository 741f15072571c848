import "server-only";
import type { z } from "zod";
import type { RouteOptions } from "../route";
import type { ComponentSchemas, JsonSchema } from "./component-schemas";
import { responsesOf } from "./responses";

const KEYS = [{ cookie: [] }, { bearer: [] }];
/** Where nobody needs to be anybody, but what one sees or makes depends on who one is, a key is optional. */
const SECURITY = { public: [{}], reader: [{}, ...KEYS], caller: [{}, ...KEYS], admin: KEYS } as const;

/** One method of one path. @param path with its parameters as `{name}` */
export function operation(
  method: string,
  path: string,
  declared: RouteOptions,
  schemas: ComponentSchemas,
): JsonSchema {
  const { summary = "", description, access, headers, query, answer } = declared;
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...(query ? queryParameters(schemas.of(query, "input")) : []),
    ...Object.entries(headers ?? {}).map(([name, told]) => ({
      name,
      in: "header",
      description: told,
      schema: { type: "string" },
    })),
  ];
  const requestBody = bodyOf(declared, schemas);
  return {
    operationId: nameOf(method, path),
    summary,
    ...(description ? { description } : {}),
    tags: [tagOf(path)],
    security: SECURITY[access],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: answer ? responsesOf(answer, path, schemas) : {},
  };
}

function queryParameters(query: JsonSchema): JsonSchema[] {
  const required = (query.required ?? []) as string[];
  return Object.entries((query.properties ?? {}) as Record<string, JsonSchema>).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function bodyOf({ body, upload }: RouteOptions, schemas: ComponentSchemas): JsonSchema | null {
  if (body) {
    const content = { "application/json": { schema: schemas.of(body, "input") } };
    return { required: !acceptsNothing(body), content };
  }
  if (!upload) return null;
  const file = { type: "string", format: "binary", description: `${upload.of}, judged by its bytes` };
  const fields = upload.fields ? schemas.of(upload.fields, "input") : { type: "object" };
  const form = { ...fields, properties: { file, ...(fields.properties ?? {}) }, required: ["file"] };
  return {
    required: true,
    content: { "multipart/form-data": { schema: form }, "application/octet-stream": { schema: file } },
  };
}

const acceptsNothing = (body: z.ZodType) => body.safeParse(undefined).success;

/** `GET /api/chat/stream/{turn_id}` → `getChatStreamTurnId` */
function nameOf(method: string, path: string): string {
  const words = path.replace(/^\/api\b/, "").match(/[a-z0-9]+/gi) ?? ["welcome"];
  return method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("");
}

/** In the order the document shows them; the first that fits. */
const TAGS: readonly [name: string, paths: RegExp, description: string][] = [
  ["Conversation", /^\/api\/(chat|sessions|seats|story)\b/, "Turns, plays and what a play remembers."],
  ["Speech", /^\/(api\/(tts|audio)|mnt)\b/, "Text into sound, and the sounds that were made."],
  ["Characters", /^\/api\/(characters|ai)\b/, "The cast, and cards that come in and go out."],
  ["Accounts", /^\/api\/(auth|users|keys|personas)\b/, "Who one is, and keys for other programs."],
  ["OpenAI", /^\/v1\b/, "The shapes other programs know, with an API key."],
  ["Administration", /^\/api\/(admin|voices)\b/, "Engines, models and voices; an admin's."],
  ["System", /^\//, "Whether it runs, and what it can do."],
];
export const TAG_LIST = TAGS.map(([name, , description]) => ({ name, description }));

function tagOf(path: string): string {
  return TAGS.find(([, paths]) => paths.test(path))?.[0] ?? "System";
}
