import "server-only";
import type { z } from "zod";
import { inEnvelope, isPlain, type PlainAnswer } from "@/lib/contract/answers";
import type { ComponentSchemas, JsonSchema } from "./component-schemas";

const FAILURES = { "4XX": "Refused", "5XX": "Failed" } as const;

/** What a route answers, by status. Under /v1 failures are OpenAI's. */
export function responsesOf(
  answer: z.ZodType | PlainAnswer,
  path: string,
  schemas: ComponentSchemas,
): Record<string, JsonSchema> {
  const kind = path.startsWith("/v1/") ? "OpenAi" : "";
  const failures = Object.entries(FAILURES).map(([status, name]) => [
    status,
    { $ref: `#/components/responses/${kind}${name}` },
  ]);
  return { ...successOf(answer, schemas), ...Object.fromEntries(failures) };
}

function successOf(answer: z.ZodType | PlainAnswer, schemas: ComponentSchemas): Record<string, JsonSchema> {
  if (!isPlain(answer)) {
    const schema = schemas.of(inEnvelope(answer), "output");
    return { "200": { description: "Done.", content: { "application/json": { schema } } } };
  }
  const content = Object.fromEntries(
    Object.entries(answer.content).map(([type, schema]) => [
      type.replace(/;.*/, ""),
      mediaOf(type, schema, answer, schemas),
    ]),
  );
  const whole = { description: answer.description ?? "Done.", ...(hasMembers(content) ? { content } : {}) };
  const known = { "304": { description: "What `If-None-Match` names has not changed." } };
  const parts = {
    "206": { description: "The part that `Range` asked for.", content },
    "416": { description: "There is no such part." },
  };
  return {
    [answer.status]: whole,
    ...(answer.hasRanges && parts),
    ...((answer.hasRanges || answer.hasTag) && known),
  };
}

function mediaOf(
  type: string,
  schema: z.ZodType | null,
  { events }: PlainAnswer,
  schemas: ComponentSchemas,
): JsonSchema {
  if (schema) return { schema: schemas.of(schema, "output") };
  if (type === "text/event-stream" && events) {
    const data = Object.entries(events).map(([event, of]) => [event, schemas.of(of, "output")]);
    return { schema: { type: "string" }, "x-events": Object.fromEntries(data) };
  }
  const isText = /^text\/|json/.test(type);
  return { schema: isText ? {} : { type: "string", format: "binary" } };
}

const hasMembers = (value: object) => Object.keys(value).length > 0;
