import type { ResponseSchema } from "@google/generative-ai";
import { z } from "zod";

type Node = Record<string, unknown>;

/** Words of JSON Schema that Gemini knows and takes over as they are. */
const SAME = [
  "type",
  "description",
  "title",
  "enum",
  "required",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "pattern",
] as const;

/**
 * A zod schema as the part of OpenAPI's schema that Gemini takes; what it has no word for is left out, so the answer is
 * still to be judged by the zod schema. Throws TypeError for what cannot be said at all: a record, and what holds itself.
 */
export function toResponseSchema(schema: z.ZodType): ResponseSchema {
  const document = z.toJSONSchema(schema, { reused: "inline", unrepresentable: "any", io: "input" });
  return convert(document as Node) as unknown as ResponseSchema;
}

function convert(node: Node): Node {
  if (node.$ref !== undefined) throw new TypeError("Gemini takes no schema that holds itself");
  const options = nodesOf(node.anyOf ?? node.oneOf);
  if (options.length > 0) return convertUnion(options, node);
  const type = Array.isArray(node.type) ? node.type : [node.type];
  const converted: Node = {};
  for (const word of SAME) if (node[word] !== undefined) converted[word] = node[word];
  converted.type = type.find((name) => name !== "null") ?? (typeof node.const === "number" ? "number" : "string");
  if (type.length > 1 && type.includes("null")) converted.nullable = true;
  // An enumeration there is always one of texts.
  if (node.const !== undefined && converted.type === "string") converted.enum = [String(node.const)];
  if (converted.type !== "string") delete converted.enum;
  Object.assign(converted, limitsOf(node));
  if (converted.type === "array") converted.items = convert(isNode(node.items) ? node.items : {});
  if (converted.type === "object") {
    const properties = Object.entries(isNode(node.properties) ? node.properties : {});
    if (properties.length === 0) throw new TypeError("Gemini takes no object without named members");
    converted.properties = Object.fromEntries(
      properties.map(([name, value]) => [name, convert(isNode(value) ? value : {})]),
    );
    converted.propertyOrdering = properties.map(([name]) => name);
  }
  return converted;
}

function convertUnion(options: Node[], node: Node): Node {
  const real = options.filter(({ type }) => type !== "null");
  const shared = {
    ...(node.description === undefined ? {} : { description: node.description }),
    ...(real.length < options.length ? { nullable: true } : {}),
  };
  const [only] = real;
  if (only && real.length === 1) return { ...convert(only), ...shared };
  return { anyOf: real.map(convert), ...shared };
}

/** Bounds a reader can mean; the ones zod writes for every whole number are left out. */
function limitsOf({ minimum, maximum }: Node): Node {
  const isMeant = (value: unknown) => typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return {
    ...(isMeant(minimum) ? { minimum } : {}),
    ...(isMeant(maximum) ? { maximum } : {}),
  };
}

const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
