import type { ResponseSchema } from "@google/generative-ai";
import type { JsonSchema } from "@/lib/llm/objects";

type Node = JsonSchema;

/** Words of JSON Schema that Gemini knows and takes over as they are. */
const SAME = ["description", "enum", "required", "minItems", "maxItems"];

/**
 * A form as the part of OpenAPI's schema that Gemini takes; what it has no word for is left out, so the answer is still
 * to be judged. Null for what cannot be said at all: an object without named members, and what refers to itself.
 */
export function toResponseSchema(form: JsonSchema): ResponseSchema | null {
  try {
    return convert(form) as unknown as ResponseSchema;
  } catch (error) {
    if (error instanceof Unspeakable) return null;
    throw error;
  }
}

class Unspeakable extends Error {}

function convert(node: Node): Node {
  if (node.$ref !== undefined) throw new Unspeakable("reference");
  const options = nodesOf(node.anyOf);
  if (options.length > 0) return convertUnion(options, node);
  const type = Array.isArray(node.type) ? node.type : [node.type];
  const converted: Node = {};
  for (const word of SAME) if (node[word] !== undefined) converted[word] = node[word];
  converted.type =
    type.find((name) => name !== "null") ?? (typeof node.const === "number" ? "number" : "string");
  if (type.length > 1 && type.includes("null")) converted.nullable = true;
  // An enumeration there is always one of texts.
  if (node.const !== undefined && converted.type === "string") converted.enum = [String(node.const)];
  if (converted.type !== "string") delete converted.enum;
  if (converted.type === "array") converted.items = convert(isNode(node.items) ? node.items : {});
  if (converted.type === "object") {
    const properties = Object.entries(isNode(node.properties) ? node.properties : {});
    if (properties.length === 0) throw new Unspeakable("object without named members");
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

const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
