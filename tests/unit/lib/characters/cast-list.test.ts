import { beforeAll, describe, expect, it } from "vitest";
import { createPlay } from "@/db/queries/plays";
import { CharacterFiles, CharacterLibrary } from "@/lib/characters";
import { castQuery } from "@/lib/contract/cast";
import { createFilesystem } from "@/lib/storage";
import { OTHER, OWNER, playRow, temporaryDatabase } from "../../db/database-fixture";

const { db, folder } = temporaryDatabase();
let now = 1_000;
const library = new CharacterLibrary({
  db,
  files: new CharacterFiles(createFilesystem(folder)),
  isPrivateVoice: () => false,
  isAdmin: async () => true,
  now: () => now++,
});
const list = (query: object = {}, reader: typeof OWNER | typeof OTHER | null = OWNER) =>
  library.cast(reader, castQuery.parse({ limit: "100", ...query }), "ko");
const names = async (query: object = {}, reader: typeof OWNER | typeof OTHER | null = OWNER) =>
  (await list(query, reader)).characters.map(({ name }) => name);

beforeAll(async () => {
  const own = { category: "판타지", tags: ["밤길", "달"] };
  await library.create(
    OWNER,
    { name: "나리", description: "{{char}}은 {{user}}를 기다린다. 그리고.", ...own },
    "ko",
  );
  await library.create(OWNER, { name: "가람", tags: ["밤길"], category: "탐정" }, "ko");
  await library.create(OTHER, { name: "비밀", tags: ["숨김"] }, "ko");
  await library.create(OTHER, { name: "모두의 벗", visibility: "server" }, "ko");
  const { id } = (await list({ q: "나리" })).characters[0] ?? { id: "" };
  await createPlay(db, OWNER, playRow("p1", { characterId: "kaguya", updatedAt: 9_000_000 }), []);
  await createPlay(db, OWNER, playRow("p2", { characterId: id, updatedAt: 8_000_000 }), []);
  await createPlay(db, OTHER, playRow("p3", { characterId: "alice", updatedAt: 9_999_999 }), []);
  await library.favour(OWNER, "alice", true, "ko");
});

describe("the lobby's list", () => {
  it("shows presets, one's own and what others show: what was played or written last stands first", async () => {
    const shown = await names();
    expect(shown.slice(0, 4)).toEqual(["가구야 공주", "나리", "모두의 벗", "가람"]);
    expect(shown).toHaveLength(13);
    expect(shown).not.toContain("비밀");
    expect(await names({}, null)).toHaveLength(11);
    expect((await names({}, OTHER))[0]).toBe("앨리스");
  });

  it("tells whose each is, when it was played, and its lines with names for placeholders", async () => {
    const { characters } = await list();
    expect(characters[0]).toMatchObject({ id: "kaguya", is_own: false, is_preset: true });
    expect(characters[0]?.played_at).toBe(new Date(9_000_000).toISOString());
    expect(characters[1]).toMatchObject({
      is_own: true,
      tagline: "나리은 당신를 기다린다.",
      tags: ["밤길", "달"],
    });
    expect(characters[2]).toMatchObject({
      is_own: false,
      is_preset: false,
      visibility: "server",
      played_at: null,
    });
    expect(characters.filter((card) => card.is_favourite).map(({ id }) => id)).toEqual(["alice"]);
  });

  it("is narrowed by words, category, tag, whose; the facets tell what there is", async () => {
    expect(await names({ q: "나리 판타지" })).toEqual(["나리"]);
    expect(await names({ q: "홈즈".normalize("NFD") })).toEqual(["셜록 홈즈"]);
    expect(await names({ category: "탐정" })).toEqual(["가람", "셜록 홈즈"]);
    expect(await names({ tag: "밤길", sort: "name" })).toEqual(["가람", "나리"]);
    expect(await names({ show: "own" })).toEqual(["나리", "가람"]);
    expect(await names({ show: "favourites" })).toEqual(["앨리스"]);
    const { facets, total } = await list({ show: "own", tag: "달" });
    expect(total).toBe(1);
    expect(facets.tags[0]).toEqual({ name: "밤길", count: 2 });
    expect(facets.categories.map(({ name }) => name).toSorted()).toEqual(["탐정", "판타지"]);
  });

  it.each(["recent", "newest", "name"])(
    "by %s comes page by page, each once, in the same order",
    async (sort) => {
      const whole = await names({ sort });
      const seen: string[] = [];
      let cursor: string | null = "";
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({ sort, limit: 4, cursor });
        seen.push(...page.characters.map(({ name }) => name));
        cursor = page.next_cursor;
      } while (cursor !== null);
      expect(seen).toEqual(whole);
      expect(new Set(seen).size).toBe(13);
    },
  );

  it("refuses a cursor that is none of its own", async () => {
    await expect(list({ cursor: "%%%" })).rejects.toMatchObject({ code: "VALIDATION_ERROR" });
  });
});
