import { z } from "zod";

/** Pseudo-random in [0, 1), the same for the same seed. */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(random: Random, from: readonly T[]): T =>
  from[Math.floor(random() * from.length)] as T;

const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: [deep(levels - 1)] });

/** Values nobody means well with. */
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "가\udfff나",
  "\u202e\ufeff",
  "../../etc/passwd",
  "'; DROP TABLE users; --",
  "%00%ff",
  "__proto__",
  "constructor",
  "x".repeat(70_000),
  "👩‍👩‍👧‍👦".repeat(50),
  -1,
  0,
  0.5,
  -1e308,
  1e308,
  2 ** 53,
  -(2 ** 63),
  [],
  [[]],
  {},
  { length: 1e9 },
  { toString: null, valueOf: 1 },
  JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}'),
  deep(20),
  Array.from({ length: 500 }, () => ({})),
];

interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  minimum?: number;
  format?: string;
}

/** A body that fits the schema, or nearly: what patterns and refinements ask for is not known here. */
export function fitting(schema: z.ZodType): unknown {
  return sample(z.toJSONSchema(schema, { unrepresentable: "any" }) as JsonSchema);
}

function sample(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0] ?? {});
  if (schema.format === "uuid") return "4b7d1a34-6f6f-4b61-9c8e-0f9b4f0f2a11";
  if (schema.type === "object") {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, of]) => [name, sample(of)]),
    );
  }
  if (schema.type === "array") return [sample(schema.items ?? {})];
  if (schema.type === "boolean") return false;
  if (schema.type === "integer" || schema.type === "number") return Math.max(schema.minimum ?? 1, 1);
  return "가나다";
}

/** The same value with one of its places, or itself, made hostile. */
export function spoiled(random: Random, value: unknown): unknown {
  const isNested = typeof value === "object" && value !== null;
  const names = isNested ? Object.keys(value) : [];
  if (names.length === 0 || random() < 0.15) return pick(random, HOSTILE_VALUES);
  const name = pick(random, names);
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = random() < 0.5 ? pick(random, HOSTILE_VALUES) : spoiled(random, copy[name]);
  return copy;
}

/** Bodies that are no JSON, or none that can be meant, with what they claim to be. */
export const HOSTILE_BODIES: readonly { type: string; body: Uint8Array }[] = [
  ["application/json", ""],
  ["application/json", "{}"],
  ["application/json", "{"],
  ["application/json", "[".repeat(100_000)],
  ["application/json", '{"a":1e999,"b":-0,"c":NaN}'],
  ["application/json", '"\\ud800"'],
  ["application/json; charset=utf-16", '{"a":1}'],
  ["application/json", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])],
  ["application/x-www-form-urlencoded", "a=b&__proto__[x]=1"],
  ["multipart/form-data", "no boundary"],
  ["multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n'],
  [
    "multipart/form-data; boundary=x",
    `--x\r\nContent-Disposition: form-data; name="f"; filename="\u0000/../x"\r\n\r\n\u0000\r\n--x--\r\n`,
  ],
  ["image/png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xff, 0xff, 0xff])],
  ["application/zip", Buffer.from("PK\u0003\u0004".padEnd(64, "\u00ff"), "latin1")],
  ["audio/wav", Buffer.from("RIFF\uffff\uffffWAVEfmt ", "latin1")],
  ["\u00e9/\u00e9", "{}"],
].map(([type = "", body]) => ({ type: String(type), body: Buffer.from(body as string) }));

/** What may stand in an address where an id belongs, as it is sent. */
export const HOSTILE_IDS: readonly string[] = [
  "none",
  "%00",
  "a%00b",
  "..%2F..%2Fetc%2Fpasswd",
  "%F0%9F%98%80",
  "%ED%A0%80",
  "%FF%FE",
  "%",
  "%zz",
  "__proto__",
  "constructor",
  "-1",
  "9".repeat(400),
  "x".repeat(5000),
  "'%20OR%201=1--",
  "00000000-0000-4000-8000-000000000000",
];

export const HOSTILE_QUERIES: readonly string[] = [
  "",
  "?",
  "?limit=-1&cursor=%00",
  "?limit=1e308",
  "?limit=NaN&limit=2",
  "?cursor=%FF%FE&q=%ED%A0%80",
  `?q=${"%25".repeat(2000)}`,
  "?format=__proto__&size=constructor",
  "?__proto__=1&constructor=2&version=-9007199254740993",
  "?permanent=%00&id=%00&model=..%2Fx",
];
