import { z } from "zod";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { joinUrl, readText, request } from "@/lib/upstream/http";

const ANSWER_MS = 1_500;
const MAX_BYTES = 2 * 1024 * 1024;

const openApiDocument = z.object({
  paths: z.record(z.string(), z.unknown()),
  components: z
    .object({
      schemas: z
        .record(z.string(), z.object({ properties: z.record(z.string(), z.unknown()).optional() }))
        .default({}),
    })
    .optional(),
});
export type OpenApiDocument = z.infer<typeof openApiDocument>;

/**
 * What the server says of itself at `/openapi.json`, which no engine speaks for; null where it answers anything else.
 * Rejects with UpstreamError where it does not answer within 1.5 s.
 */
export async function fetchOpenApi(baseUrl: string, context: EngineContext): Promise<OpenApiDocument | null> {
  const answer = await request(joinUrl(baseUrl, "/openapi.json"), { answerMs: ANSWER_MS }, context);
  return openApiDocument.safeParse(jsonOrNull(await readText(answer, MAX_BYTES))).data ?? null;
}

export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The fields of one of its schemas. */
export function fieldsOf(document: OpenApiDocument, schema: string): string[] {
  return Object.keys(document.components?.schemas[schema]?.properties ?? {});
}
