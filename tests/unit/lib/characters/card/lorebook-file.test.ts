import { describe, expect, it } from "vitest";
import { toCharacterBook } from "@/lib/characters/card/lorebook-file";

describe("stand-alone lorebooks", () => {
  it("reads a SillyTavern world", () => {
    const entry = {
      uid: 3,
      key: ["인당수", "/바다/i"],
      keysecondary: ["제물"],
      comment: "바다",
      content: "깊다",
      selective: true,
      order: 7,
      position: 1,
      disable: true,
      probability: 80,
    };
    expect(toCharacterBook({ entries: { "0": entry } }, "바다 이야기")).toEqual({
      name: "바다 이야기",
      extensions: {},
      entries: [
        {
          keys: ["인당수", "/바다/i"],
          secondary_keys: ["제물"],
          comment: "바다",
          content: "깊다",
          constant: false,
          selective: true,
          insertion_order: 7,
          enabled: false,
          position: "after_char",
          case_sensitive: false,
          id: 3,
          use_regex: true,
          extensions: { probability: 80 },
        },
      ],
    });
  });

  it("reads Risu's and the third version's, and nothing else", () => {
    const risu = {
      type: "risu",
      data: [{ key: "연꽃, 용궁", content: "핀다", alwaysActive: true, insertorder: 5 }],
    };
    expect(toCharacterBook(risu, "책")).toMatchObject({
      entries: [{ keys: ["연꽃", "용궁"], constant: true, insertion_order: 5 }],
    });
    const third = { spec: "lorebook_v3", data: { entries: [], name: "책" } };
    expect(toCharacterBook(third, "다른")).toEqual({ name: "책", entries: [] });
    expect(toCharacterBook({ spec: "chara_card_v3", data: { entries: [] } }, "책")).toBeNull();
    expect(toCharacterBook({ name: "홍길동", description: "" }, "책")).toBeNull();
  });
});
