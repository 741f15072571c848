import { z } from "zod";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { LanguagePart, ObjectRequest, PromptLine } from "./engine";

export type JsonSchema = Record<string, unknown>;

/** What a form tells a model. Lengths, formats and patterns are judged here: engines refuse or choke on them. */
const TOLD = ["type", "description", "enum", "const", "required", "minItems", "maxItems"];
/** An answer sent back to be repaired is shown up to here. */
const SHOWN_CHARACTERS = 12_000;
const SHOWN_PROBLEMS = 12;

/**
 * Asks for an answer that fits the schema; one that does not is sent back once with what is wrong with it.
 * `ask` writes in the engine's JSON mode. Rejects with what `ask` rejects with, or `malformed`.
 */
export async function askForObject<T>(
  { messages, schema }: ObjectRequest<T>,
  ask: (messages: PromptLine[], form: JsonSchema) => Promise<string>,
): Promise<T> {
  const form = toForm(schema);
  const first = await ask(messages, form);
  const read = readObject(first, schema);
  if (read.success) return read.data;
  const second = readObject(await ask([...messages, ...repair(first, read.problems)], form), schema);
  if (second.success) return second.data;
  throw new UpstreamError("malformed", "answer does not fit its form", {
    cause: new Error(second.problems),
  });
}

/** The messages with the form told in words: not every server minds its JSON mode. */
export function withForm(messages: PromptLine[], form: JsonSchema): PromptLine[] {
  const told = `Answer with one JSON value of this JSON schema and nothing else:\n${JSON.stringify(form)}`;
  const [first, ...rest] = messages;
  if (first?.role !== "system") return [{ role: "system", content: told }, ...messages];
  return [{ role: "system", content: `${first.content}\n\n${told}` }, ...rest];
}

/** The whole text of an answer. Rejects with what the stream rejects with. */
export async function wholeText(parts: AsyncIterable<LanguagePart>): Promise<string> {
  let text = "";
  for await (const part of parts) if (part.type === "text") text += part.delta;
  return text;
}

/** A schema as plain JSON schema without references. */
export function toForm(schema: z.ZodType): JsonSchema {
  return plain(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
}

function plain(schema: JsonSchema): JsonSchema {
  const form: JsonSchema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "type" && Array.isArray(value)) form.anyOf = value.map((type: unknown) => ({ type }));
    else if (TOLD.includes(key)) form[key] = value;
    else if (key === "properties" && isRecord(value)) {
      form[key] = Object.fromEntries(
        Object.entries(value).map(([name, field]) => [name, isRecord(field) ? plain(field) : field]),
      );
    } else if (key === "items" || key === "additionalProperties")
      form[key] = isRecord(value) ? plain(value) : value;
    else if ((key === "anyOf" || key === "oneOf") && Array.isArray(value)) {
      form.anyOf = value.map((one: unknown) => (isRecord(one) ? plain(one) : one));
    }
  }
  return form;
}

const isRecord = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readObject<T>(
  text: string,
  schema: z.ZodType<T>,
): { success: true; data: T } | { success: false; problems: string } {
  const value = parseLoosely(text);
  if (value === undefined) return { success: false, problems: "It is no JSON, or it is cut off." };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { success: true, data: parsed.data };
  const problems = parsed.error.issues
    .slice(0, SHOWN_PROBLEMS)
    .map(({ path, message }) => `${path.join(".") || "(the whole)"}: ${message}`);
  return { success: false, problems: problems.join("\n") };
}

/** The JSON in an answer: alone, between code marks, or between words. */
function parseLoosely(text: string): unknown {
  const begin = text.search(/[{[]/);
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]")) + 1;
  for (const candidate of [text.trim(), begin < 0 ? "" : text.slice(begin, end)]) {
    try {
      return JSON.parse(candidate);
    } catch {}
  }
  return undefined;
}

function repair(answer: string, problems: string): PromptLine[] {
  const wish = `This does not fit:\n${problems}\nWrite the whole JSON value again, complete and corrected, and nothing else.`;
  const shown = answer.trim().slice(0, SHOWN_CHARACTERS).toWellFormed();
  return [
    ...(shown === "" ? [] : [{ role: "assistant" as const, content: shown }]),
    { role: "user", content: wish },
  ];
}
