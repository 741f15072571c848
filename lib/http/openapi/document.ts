import "server-only";
import { failure } from "@/lib/contract/answers";
import { openAiError } from "@/lib/contract/openai";
import packageJson from "@/package.json";
import type { NextHandler } from "../route";
import { ComponentSchemas, type JsonSchema } from "./component-schemas";
import { operation, TAG_LIST } from "./operation";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** A route file's exports, by the address it answers at (`/api/chat/stream/[turnId]`). */
export type Routes = Readonly<Record<string, Partial<Record<string, unknown>>>>;

const DESCRIPTION = `Every answer is \`{"success": true, "data": …}\` or \`{"success": false, "error": {"code", "message", "details"?}}\`
with the status of its code; under \`/v1\` it has OpenAI's shapes. Messages and presets come in the language of
\`Accept-Language\` (ko, en, ja, zh). In every body \`null\` means absent and unknown fields are ignored.

Who calls is told by the session cookie a page gets, or by an API key as \`Authorization: Bearer\`. Where a key is
optional, a browser without one becomes a guest, and a program without one acts as \`anonymous\` if the server permits
it. Another person's things are 404.`;

/** The API as an OpenAPI 3.1 document, made of what each route declares. */
export function openApiDocument(routes: Routes): JsonSchema {
  const schemas = new ComponentSchemas();
  const responses = {
    ...failureResponses("", schemas.of(failure, "output")),
    ...failureResponses("OpenAi", schemas.of(openAiError, "output")),
  };
  const paths: Record<string, JsonSchema> = {};
  for (const [route, handlers] of Object.entries(routes)) {
    const path = documentPath(route);
    for (const method of METHODS) {
      const declared = (handlers[method] as NextHandler | undefined)?.declared;
      if (declared) {
        paths[path] = { ...paths[path], [method.toLowerCase()]: operation(method, path, declared, schemas) };
      }
    }
  }
  const told = schemas.finish({ paths, responses });
  return {
    openapi: "3.1.0",
    info: {
      title: "Avatar Forge",
      version: packageJson.version,
      summary: "Talk with a character that answers at once, in its own voice, on machines you own.",
      description: DESCRIPTION,
      license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
    },
    servers: [{ url: "/" }],
    tags: TAG_LIST,
    paths: told.document.paths,
    components: {
      schemas: told.schemas,
      responses: told.document.responses,
      securitySchemes: {
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "access_token",
          description: "The session a page of this server gets by itself.",
        },
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An API key, or the session cookie's value.",
        },
      },
    },
  };
}

/** `/api/chat/stream/[turnId]` → `/api/chat/stream/{turn_id}` */
export function documentPath(route: string): string {
  return route.replace(
    /\[(\w+)\]/g,
    (_, name: string) => `{${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}}`,
  );
}

function failureResponses(kind: "" | "OpenAi", schema: JsonSchema): Record<string, JsonSchema> {
  const headers = {
    "Retry-After": {
      description: "Seconds after which asking again makes sense.",
      schema: { type: "integer" },
    },
    "X-Request-Id": { description: "The same as in the server's log.", schema: { type: "string" } },
  };
  const content = { "application/json": { schema } };
  return {
    [`${kind}Refused`]: { description: "Not as it was asked.", headers, content },
    [`${kind}Failed`]: { description: "Not now, or a fault of the server or an engine.", headers, content },
  };
}
