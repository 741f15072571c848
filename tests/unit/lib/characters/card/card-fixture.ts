import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { zipSync } from "fflate";
import { LosslessNumber } from "lossless-json";
import { type JsonObject, type JsonValue, stringifyCardJson } from "@/lib/characters/card/card-json";

/** One pixel, made here chunk by chunk: the product's own writer is what is tested. */
export function picture(...chunks: Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const pixel = deflateSync(Buffer.from([0, 200, 120, 40]));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    ...chunks,
    chunk("IDAT", pixel),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

export function chunk(type: string, data: Buffer, { isBroken = false } = {}): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(isBroken ? (crc32(body) ^ 1) >>> 0 : crc32(body));
  return Buffer.concat([length, body, check]);
}

const base64 = (card: JsonObject) => Buffer.from(stringifyCardJson(card), "utf8").toString("base64");

export const textChunk = (keyword: string, card: JsonObject, options = {}) =>
  chunk("tEXt", Buffer.from(`${keyword}\0${base64(card)}`, "latin1"), options);

export const packedChunk = (keyword: string, card: JsonObject) =>
  chunk(
    "zTXt",
    Buffer.concat([
      Buffer.from(`${keyword}\0\0`, "latin1"),
      deflateSync(Buffer.from(base64(card), "latin1")),
    ]),
  );

export function charx(card: JsonObject, files: Record<string, Uint8Array> = {}): Uint8Array {
  return zipSync({ "card.json": Buffer.from(stringifyCardJson(card), "utf8"), ...files });
}

export const v2 = (data: JsonObject, beside: JsonObject = {}): JsonObject => ({
  spec: "chara_card_v2",
  spec_version: "2.0",
  data: { name: "심청", first_mes: "아버지, 다녀오겠습니다.", ...data },
  ...beside,
});

export const v3 = (data: JsonObject, beside: JsonObject = {}): JsonObject => ({
  ...v2(data, beside),
  spec: "chara_card_v3",
  spec_version: "3.0",
});

const TAKEN =
  /^(name|description|personality|scenario|first_mes|mes_example|alternate_greetings|tags|character_book|extensions|assets|spec|spec_version|data|creator_notes|system_prompt|post_history_instructions|creator|character_version|group_only_greetings|char_.*|world_scenario|example_dialogue)$/;

const text = fc.string({ unit: "grapheme", maxLength: 40 }).map((value) => value.toWellFormed());
const clean = text.map((value) => value.replace(/[\0-\x08\x0b-\x1f\x7f]/g, ""));
const number = fc.oneof(
  fc.integer(),
  fc
    .constantFrom("9007199254740993", "1.0", "1e400", "-0.0", "12345678901234567890.123")
    .map((digits) => new LosslessNumber(digits)),
);
const { anything } = fc.letrec<{ anything: JsonValue; list: JsonValue[]; object: JsonObject }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 3 },
    fc.boolean(),
    fc.constant(null),
    text,
    number,
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("anything"), { maxLength: 3 }),
  object: fc.dictionary(text, tie("anything"), { maxKeys: 3 }),
}));
const unknown = fc.dictionary(
  text.filter((key) => key !== "" && !TAKEN.test(key)),
  anything,
  { maxKeys: 4 },
);

const texts = {
  name: clean.map((value) => value.replace(/\s+/g, " ").trim()).filter((value) => value !== ""),
  description: clean,
  personality: clean,
  scenario: clean,
  first_mes: clean,
  mes_example: clean,
};
const extensions = fc.dictionary(
  text.filter((key) => key !== "" && key !== "avatar_forge"),
  anything,
  { maxKeys: 3 },
);
const entry = fc
  .record({
    keys: fc.array(clean),
    content: clean,
    enabled: fc.boolean(),
    insertion_order: number,
    extensions,
  })
  .chain((known) => unknown.map((more): JsonObject => ({ ...more, ...known })));
const data = fc
  .record(
    {
      ...texts,
      creator_notes: clean,
      system_prompt: clean,
      post_history_instructions: clean,
      alternate_greetings: fc.array(
        clean.filter((value) => value !== ""),
        { maxLength: 3 },
      ),
      group_only_greetings: fc.array(
        clean.filter((value) => value !== ""),
        { maxLength: 2 },
      ),
      tags: fc.array(
        clean.map((value) => value.trim()).filter((value) => value !== ""),
        { maxLength: 3 },
      ),
      creator: clean,
      character_version: fc.oneof(clean, fc.integer()),
      character_book: fc.record({ entries: fc.array(entry, { maxLength: 3 }), extensions }),
      nickname: clean,
      extensions,
    },
    { requiredKeys: ["name"] },
  )
  .chain((known) => unknown.map((more): JsonObject => ({ ...more, ...known })));

/** Cards of every version, with members nobody knows and numbers JavaScript cannot hold. */
export const anyCard: fc.Arbitrary<JsonObject> = fc.oneof(
  fc
    .record({ ...texts, description: clean })
    .chain((known) => unknown.map((more): JsonObject => ({ ...more, ...known }))),
  fc.tuple(data, unknown).map(([inner, beside]) => ({
    ...beside,
    spec: "chara_card_v2",
    spec_version: "2.0",
    data: inner,
  })),
  fc.tuple(data, unknown).map(([inner, beside]) => ({
    ...beside,
    spec: "chara_card_v3",
    spec_version: "3.0",
    data: inner,
  })),
);
