import { describe, expect, it } from "vitest";
import { internal, ownedBy } from "@/db/ownership";
import { ensureAudioFile, findAudioFile } from "@/db/queries/clips";
import { createPlay, findPlay, isPlayIdTaken, listPlays, updatePlay } from "@/db/queries/plays";
import { findUser } from "@/db/queries/users";
import { authenticated } from "@/lib/auth/actor";
import { lineRow, OTHER, OWNER, playOf, playRow, playWithLine, temporaryDatabase } from "./database-fixture";

const { db } = temporaryDatabase();
const ASKING = internal("a test");

describe("what is another's is not there", () => {
  it("plays: neither found nor changed", async () => {
    await playWithLine(db, "mine");
    expect((await findPlay(db, OWNER, "mine"))?.title).toBe("한밤의 손님");
    expect(await findPlay(db, OTHER, "mine")).toBeNull();
    const play = await playOf(db, "mine");
    expect(ownedBy(OTHER, play)).toBeNull();
    expect(
      await updatePlay(db, { ...play, ownerId: OTHER.id } as typeof play, { title: "내 것" }),
    ).toBeNull();
    expect((await findPlay(db, OWNER, "mine"))?.title).toBe("한밤의 손님");
    expect(await isPlayIdTaken(db, ASKING, "mine")).toBe(true);
    expect(await isPlayIdTaken(db, ASKING, "nobody's")).toBe(false);
  });

  it("sound: one file for each (owner, clip), found by its owner alone", async () => {
    const made = { clipKey: "k".repeat(64), recipe: { kind: "speech" } };
    const first = await ensureAudioFile(db, OWNER, made, 1);
    const again = await ensureAudioFile(db, OWNER, made, 2);
    const others = await ensureAudioFile(db, OTHER, made, 3);
    expect([first.isNew, again.isNew, others.isNew]).toEqual([true, false, true]);
    expect(again.file.id).toBe(first.file.id);
    expect(others.file.id).not.toBe(first.file.id);
    expect(await findAudioFile(db, OTHER, first.file.id)).toBeNull();
    expect((await findAudioFile(db, OWNER, first.file.id))?.recipe).toEqual(made.recipe);
  });
});

it("the owner's row is written with the first thing that is theirs, the last line becomes the head", async () => {
  const owner = authenticated({ id: "new-here", kind: "guest" });
  expect(await findUser(db, owner.id)).toBeNull();
  const lines = [lineRow("a", "told"), lineRow("b", "told", { parentId: "a", role: "assistant" })];
  await createPlay(db, owner, playRow("told"), lines);
  expect((await findUser(db, owner.id))?.kind).toBe("guest");
  expect(await findPlay(db, owner, "told")).toMatchObject({ headMessageId: "b", lastLine: "b의 말" });
});

it("a play and its lines are written together or not at all", async () => {
  const lines = [lineRow("whole", "half"), lineRow("broken", "half", { parentId: "nowhere" })];
  await expect(createPlay(db, OWNER, playRow("half"), lines)).rejects.toThrow();
  expect(await isPlayIdTaken(db, ASKING, "half")).toBe(false);
});

describe("listing", () => {
  const owner = authenticated({ id: "reader", kind: "guest" });
  const page = (before: [number, string] | null, search?: string) =>
    listPlays(db, owner, { limit: 2, before, search }).then((rows) => rows.map(({ id }) => id));

  it("newest first, page by page, also where times are equal", async () => {
    for (const [id, updatedAt, title] of [
      ["p1", 10, "첫 번째"],
      ["p2", 20, "100% 진심"],
      ["p3", 20, "100 진심"],
      ["p4", 30, "네 번째"],
    ] as const) {
      await createPlay(db, owner, playRow(id, { updatedAt, title }), []);
    }
    expect(await page(null)).toEqual(["p4", "p3"]);
    expect(await page([20, "p3"])).toEqual(["p2", "p1"]);
    expect(await page([10, "p1"])).toEqual([]);
  });

  it("a search takes its signs literally", async () => {
    expect(await page(null, "100%")).toEqual(["p2"]);
    expect(await page(null, "진심")).toEqual(["p3", "p2"]);
    expect(await page(null, "\\")).toEqual([]);
  });
});
