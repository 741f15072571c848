import "server-only";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { schemaNames } from "./named-schemas";

export type JsonSchema = Record<string, unknown>;
/** `input`: as it may be sent; `output`: as it is answered. */
export type Direction = "input" | "output";

const DEFINED = "#/$defs/";
const PLACED = "#/components/schemas/";

/**
 * Zod schemas as JSON Schema; those with a name are described once and referred to. One whose two directions differ
 * is described twice, as `Name` and `NameInput`, which is known when all is told: `finish` settles the names.
 */
export class ComponentSchemas {
  readonly #defined: Record<Direction, Record<string, JsonSchema>> = { input: {}, output: {} };

  of(schema: z.ZodType, io: Direction): JsonSchema {
    // As a member, so that a schema with a name is referred to as any other.
    const { $defs = {}, properties = {} } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      metadata: schemaNames,
      unrepresentable: "any",
      override: (context) => tidy(context, io),
    });
    const marked = (value: JsonSchema) =>
      withReferences(value, (reference) => ({
        $ref: `${io}:${reference.slice(DEFINED.length)}`,
      })) as JsonSchema;
    for (const [name, definition] of Object.entries($defs))
      this.#defined[io][name] = marked(definition as JsonSchema);
    return marked(properties.it as JsonSchema);
  }

  /** The document with every reference under its final name, and what is referred to by it. */
  finish(document: JsonSchema): { document: JsonSchema; schemas: Record<string, JsonSchema> } {
    const placed = (value: JsonSchema) =>
      withReferences(value, (mark) => {
        const [io, name] = mark.split(":") as [Direction, string];
        return { $ref: io in this.#defined ? PLACED + this.#nameOf(io, name) : mark };
      }) as JsonSchema;
    const all = (["output", "input"] as const).flatMap((io) =>
      Object.entries(this.#defined[io]).map(([name, definition]): [string, JsonSchema] => [
        this.#nameOf(io, name),
        placed(definition),
      ]),
    );
    return { document: placed(document), schemas: Object.fromEntries(all.sort(byName)) };
  }

  #nameOf(io: Direction, name: string): string {
    const { input, output } = this.#defined;
    const isOneThing =
      !(name in input && name in output) ||
      isDeepStrictEqual(this.#whole(input[name] ?? {}), this.#whole(output[name] ?? {}));
    return io === "output" || isOneThing ? name : `${name}Input`;
  }

  /** With what it refers to in its place. */
  #whole(definition: JsonSchema): unknown {
    return withReferences(definition, (mark) => {
      const [io, name = ""] = mark.split(":") as [Direction, string];
      return this.#whole(this.#defined[io][name] ?? {});
    });
  }
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1);

/** The value with something in the place of each `{$ref}`. */
function withReferences(value: unknown, replace: (reference: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, replace));
  if (typeof value !== "object" || value === null) return value;
  if ("$ref" in value && typeof value.$ref === "string") return replace(value.$ref);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withReferences(member, replace)]),
  );
}

interface Converted {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: JsonSchema;
}

/** Leaves out the bounds every integer has, and asks for nothing in a body that may be absent. */
function tidy({ zodSchema, jsonSchema }: Converted, io: Direction): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (io === "output" || zodSchema._zod.def.type !== "object") return;
  const members = Object.entries(zodSchema._zod.def.shape);
  const required = members
    .filter(([, member]) => !z.safeParse(member, undefined).success)
    .map(([name]) => name);
  if (required.length > 0) jsonSchema.required = required;
  else delete jsonSchema.required;
}
