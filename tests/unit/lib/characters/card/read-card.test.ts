import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { stringifyCardJson } from "@/lib/characters/card/card-json";
import { fromCard } from "@/lib/characters/card/from-card";
import { CARD_LIMITS } from "@/lib/characters/card/limits";
import { readPngTexts } from "@/lib/characters/card/png";
import { readCardFile } from "@/lib/characters/card/read-card";
import { charx, chunk, packedChunk, picture, textChunk, v2, v3 } from "./card-fixture";

const nameIn = (bytes: Uint8Array) => fromCard(readCardFile(bytes).card, "파일 이름").draft.name;
const refusal = (bytes: Uint8Array) => {
  try {
    readCardFile(bytes);
    return "none";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a picture", () => {
  it("prefers ccv3 to chara, whatever the order and the letter case", () => {
    const old = textChunk("Chara", v2({ name: "옛" }));
    const newer = textChunk("CCV3", v3({ name: "새" }));
    expect(nameIn(picture(old, newer))).toBe("새");
    expect(nameIn(picture(newer, old))).toBe("새");
  });

  it("reads a packed text, and one behind the picture's data", () => {
    expect(nameIn(picture(packedChunk("chara", v2({ name: "눌린" }))))).toBe("눌린");
    const file = picture();
    const end = file.length - 12;
    const late = Buffer.concat([
      file.subarray(0, end),
      textChunk("chara", v2({ name: "뒤" })),
      file.subarray(end),
    ]);
    expect(nameIn(late)).toBe("뒤");
  });

  it("takes the last of several that is whole", () => {
    const first = textChunk("chara", v2({ name: "첫" }));
    const second = textChunk("chara", v2({ name: "둘" }));
    const broken = textChunk("chara", v2({ name: "깨진" }), { isBroken: true });
    const nonsense = chunk("tEXt", Buffer.from("chara\0%%%", "latin1"));
    expect(nameIn(picture(first, second, broken))).toBe("둘");
    expect(nameIn(picture(first, second, nonsense))).toBe("둘");
  });

  it("says why it is no card", () => {
    expect(refusal(picture())).toBe("card_no_data");
    expect(refusal(picture(textChunk("chara", v2({}))).subarray(0, 120))).toBe("card_truncated");
    const secret = Buffer.from(`ccv3\0${Buffer.from("rcc||rccv1||xyz").toString("base64")}`, "latin1");
    expect(refusal(picture(chunk("tEXt", secret)))).toBe("card_encrypted");
    const open = Buffer.from("ccv3\0rcc||rccv1||xyz", "latin1");
    expect(refusal(picture(chunk("tEXt", open)))).toBe("card_encrypted");
  });

  it("does not unpack a text without end", () => {
    const bomb = deflateSync(Buffer.alloc(64 * 2 ** 20, 65));
    const packed = chunk("zTXt", Buffer.concat([Buffer.from("chara\0\0", "latin1"), bomb]));
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(picture(packed))).toBe("card_no_data");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
  });

  it("unpacks only what is asked for, and of many texts no more than one file may hold", () => {
    const packed = deflateSync(Buffer.alloc(12 * 2 ** 20, 65));
    const under = (keyword: string) =>
      chunk("zTXt", Buffer.concat([Buffer.from(`${keyword}\0\0`, "latin1"), packed]));
    const file = picture(...["chara", "Comment"].flatMap((keyword) => Array(20).fill(under(keyword))));
    const texts = readPngTexts(file, (keyword) => keyword === "chara");
    expect(texts.length).toBe(Math.floor(CARD_LIMITS.unpackedBytes / (12 * 2 ** 20)));
    expect(readPngTexts(file, () => false)).toEqual([]);
  });
});

describe("a package", () => {
  it("is read also behind a JPEG, whether or not its writer counted the picture", () => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 7)]);
    const zip = Buffer.from(charx(v3({ name: "사진 뒤" })));
    expect(nameIn(Buffer.concat([jpeg, zip]))).toBe("사진 뒤");
    expect(readCardFile(Buffer.concat([jpeg, zip])).format).toBe("jpeg+charx");
  });

  it("passes over names that climb and files that are too large, and tells", () => {
    const large = new Uint8Array(CARD_LIMITS.assetBytes + 1);
    const file = readCardFile(
      charx(v3({}), {
        "../../etc/passwd": Buffer.from("x"),
        "/abs": Buffer.from("x"),
        "a\\..\\b": Buffer.from("x"),
        large,
      }),
    );
    expect(file.assets.size).toBe(0);
    expect(file.passedOver.map(({ reason }) => reason)).toEqual(["unsafe", "unsafe", "unsafe", "too_large"]);
  });

  it("does not believe what a file says of its size", () => {
    const zip = Buffer.from(charx(v3({}), { "x_meta/1.json": new Uint8Array(4 * 2 ** 20) }));
    const list = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    zip.writeUInt32LE(10, list + 24);
    expect(readCardFile(zip).passedOver).toEqual([{ path: "x_meta/1.json", reason: "broken" }]);
  });

  it("does not unpack the same bytes as often as they are listed", () => {
    const zip = Buffer.from(charx(v3({}), { "x.bin": new Uint8Array(15 * 2 ** 20) }));
    const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    const entry = zip.subarray(zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])), end);
    // One byte more than there is: each would be unpacked whole, and then be of no use.
    entry.writeUInt32LE(15 * 2 ** 20 + 1, 24);
    const tail = Buffer.from(zip.subarray(end));
    tail.writeUInt16LE(tail.readUInt16LE(10) + 1000, 10);
    tail.writeUInt32LE(tail.readUInt32LE(12) + 1000 * entry.length, 12);
    const { passedOver } = readCardFile(
      Buffer.concat([zip.subarray(0, end), ...Array(1000).fill(entry), tail]),
    );
    expect(passedOver.length).toBe(1001);
    expect(passedOver.filter(({ reason }) => reason === "broken").length).toBeLessThan(5);
  });

  it("says why it is no card", () => {
    expect(refusal(charx(v3({})).slice(0, 60))).toBe("card_truncated");
    expect(refusal(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]))).toBe("card_no_data");
  });
});

describe("a text", () => {
  it("is read with a mark at its head, in every version", () => {
    const flat = {
      name: "홍길동",
      description: "의적",
      personality: "",
      scenario: "",
      first_mes: "",
      mes_example: "",
    };
    for (const card of [
      flat,
      v2({ name: "홍길동" }),
      v3({ name: "홍길동" }),
      { ...v3({ name: "홍길동" }), spec: "chara_card_v4", spec_version: 4 },
    ]) {
      expect(nameIn(Buffer.from(`\uFEFF${stringifyCardJson(card)}`))).toBe("홍길동");
    }
  });

  it("takes the file's name where the card has none", () => {
    expect(nameIn(Buffer.from(stringifyCardJson(v2({ name: "  " }))))).toBe("파일 이름");
  });

  it("says why it is no card", () => {
    expect(refusal(new Uint8Array())).toBe("card_empty");
    expect(refusal(Buffer.from("안녕하세요"))).toBe("card_unknown_format");
    expect(refusal(Buffer.from('{"name": "홍'))).toBe("card_not_json");
    expect(refusal(Buffer.from([0xc3, 0x28, 0x41]))).toBe("card_unknown_format");
    expect(refusal(Buffer.from("[1]"))).toBe("card_not_a_card");
    expect(refusal(Buffer.from("[".repeat(200_000)))).toBe("card_too_complex");
    expect(refusal(Buffer.from(`{"spec":"chara_card_v2","data":[${"1,".repeat(3_000_000)}1]}`))).toBe(
      "card_too_complex",
    );
    expect(refusal(Buffer.alloc(CARD_LIMITS.fileBytes + 1))).toBe("card_too_large");
    expect(() => fromCard({ hello: 1 }, "이름")).toThrow("card_not_a_card");
  });

  it("tells what it changed", () => {
    const { draft, report } = fromCard(
      v2({
        name: 7,
        description: "a\0b",
        personality: "x".repeat(40_000),
        scenario: ["목록"],
        first_mes: "<script>alert(1)</script> 안녕",
        extensions: { fav: true },
      }),
      "",
    );
    expect(draft).toMatchObject({ name: "7", description: "ab", worldview: "" });
    expect(draft.first_message).toBe("<script>alert(1)</script> 안녕");
    expect(draft.personality).toHaveLength(32_000);
    expect(report.entries.filter(({ outcome }) => outcome !== "kept")).toEqual([
      { outcome: "changed", part: "name", reason: "converted" },
      { outcome: "made_safe", part: "description", reason: "control_characters" },
      { outcome: "changed", part: "personality", reason: "shortened" },
      { outcome: "dropped", part: "scenario", reason: "not_text" },
      { outcome: "made_safe", part: "first_mes", reason: "shown_as_text" },
    ]);
  });
});
