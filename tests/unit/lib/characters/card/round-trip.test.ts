import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/characters/card/card-json";
import { fromCard } from "@/lib/characters/card/from-card";
import { readCardFile } from "@/lib/characters/card/read-card";
import { toCard, toV2Card } from "@/lib/characters/card/to-card";
import { namedAssets, writeCardJson, writeCardPng, writeCharx } from "@/lib/characters/card/write-card";
import { anyCard, charx, picture, v3 } from "./card-fixture";

function imported(bytes: Uint8Array) {
  const file = readCardFile(bytes);
  const { draft, remainder, report } = fromCard(file.card, "");
  return { draft, remainder, report, assets: namedAssets(remainder.data, file.assets) };
}

function exported({ draft, remainder, assets }: ReturnType<typeof imported>) {
  const card = { v2: toV2Card(draft, remainder), v3: toCard(draft, remainder), assets };
  return {
    json: Buffer.from(writeCardJson(card), "utf8"),
    png: writeCardPng(card, picture()),
    charx: writeCharx(card, null),
  };
}

const json = (card: JsonObject) => exported({ ...fromCard(card, ""), assets: new Map() }).json;

describe("a card that comes in and leaves", () => {
  it("comes in again the same, in every version and every format, with what nobody knows", () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const first = { ...fromCard(card, ""), assets: new Map<string, Uint8Array>() };
        for (const file of Object.values(exported(first))) {
          const again = imported(file);
          expect(again.draft).toEqual(first.draft);
          expect(again.remainder).toEqual(withAssetList(first.remainder, again.remainder));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("keeps the text of numbers beyond 2^53", () => {
    const card = Buffer.from(
      `{"spec":"chara_card_v3","data":{"name":"수","first_mes":"","extensions":{"a":{"id":9007199254740993,"b":1.0}}}}`,
    );
    expect(exported(imported(card)).json.toString()).toMatch(/9007199254740993[\s\S]*1\.0/);
  });

  it("keeps files with names of any language, in CHARX and in PNG", () => {
    const smile = new Uint8Array([1, 2, 3]);
    const card = v3({
      assets: [
        { type: "emotion", name: "미소", ext: "png", uri: "embedded://assets/emotion/image/미소.png" },
      ],
    });
    const first = imported(charx(card, { "assets/emotion/image/미소.png": smile }));
    expect([...(first.assets.get("assets/emotion/image/미소.png") ?? [])]).toEqual([...smile]);
    for (const file of [exported(first).png, exported(first).charx]) {
      const again = imported(file);
      expect([...again.assets.values()].map((bytes) => [...bytes])).toEqual([[1, 2, 3]]);
    }
    expect(imported(exported(first).charx).remainder).toEqual(first.remainder);
  });

  it("carries our own fields in an extension that others keep", () => {
    const { draft, remainder } = fromCard(v3({}), "");
    const fields = { ...draft, gender: "여성", likes: ["연꽃", "새벽"], speech_style: "공손하다" };
    const again = fromCard(toCard(fields, remainder), "");
    expect(again.draft).toEqual(fields);
    expect(again.remainder).toEqual(remainder);
  });

  it("keeps a voice that is not here, until another is chosen", () => {
    const came = { voice_id: "elsewhere", name: "먼 목소리", reference: { prompt_text: "안녕" } };
    const { draft, remainder, voice } = fromCard(v3({ extensions: { avatar_forge: { voice: came } } }), "");
    expect(voice).toEqual(came);
    const voiceIn = (card: JsonObject) => fromCard(card, "").voice;
    expect(voiceIn(toCard(draft, remainder))).toEqual(came);
    expect(voiceIn(toCard(draft, remainder, { voice_id: "elsewhere" }))).toEqual(came);
    expect(voiceIn(toCard(draft, remainder, { voice_id: "alice" }))).toEqual({ voice_id: "alice" });
  });

  it("leaves for readers of every version", () => {
    const { draft, remainder } = fromCard(v3({ description: "효녀" }), "");
    const card = toV2Card(draft, remainder);
    expect(card).toMatchObject({ spec: "chara_card_v2", name: "심청", description: "효녀" });
    expect(json(card).toString()).toContain('"chara_card_v3"');
  });
});

/** CHARX always lists its assets. */
function withAssetList(first: { data: JsonObject; beside: JsonObject }, again: { data: JsonObject }) {
  const assets = again.data.assets;
  return assets && !first.data.assets ? { ...first, data: { ...first.data, assets: [] } } : first;
}
