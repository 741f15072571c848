import { expect, it } from "vitest";
import { deleteUser } from "@/db/queries/accounts";
import { ensureUser, findUser } from "@/db/queries/users";
import { authenticated } from "@/lib/auth/actor";
import { Standings } from "@/lib/auth/standings";
import { temporaryDatabase } from "../../db/database-fixture";

const { db } = temporaryDatabase();
const person = (id: string) => authenticated({ id, kind: "guest" });
const YEAR_MS = 365 * 24 * 3600_000;

it("what changes is known at once and after a restart", async () => {
  const standings = await Standings.load(db, 0);
  expect(standings.of("mina")).toEqual({ epoch: 0, isBlocked: false });
  await standings.endSessions(person("mina"), 0);
  await standings.endSessions(person("mina"), 0);
  await ensureUser(db, person("bully"), 0);
  expect(await standings.setBlocked("bully", true, 5)).toBe(true);
  expect(await standings.setBlocked("nobody", true, 5)).toBe(false);
  await ensureUser(db, person("leaver"), 0);
  await deleteUser(db, person("leaver"), 0);
  standings.noteGone("leaver");

  for (const known of [standings, await Standings.load(db, 0)]) {
    expect(known.of("mina")).toEqual({ epoch: 2, isBlocked: false });
    expect(known.of("bully")).toEqual({ epoch: 0, isBlocked: true });
    expect(known.of("leaver").epoch).toBe(Number.POSITIVE_INFINITY);
    expect(known.of("nobody")).toEqual({ epoch: 0, isBlocked: false });
  }
  await standings.setBlocked("bully", false, 6);
  expect((await Standings.load(db, 0)).of("bully").isBlocked).toBe(false);
});

it("who is gone is not brought back by a request that was under way, and is forgotten after every session", async () => {
  await deleteUser(db, person("ghost"), 1000);
  await expect(ensureUser(db, person("ghost"), 1001)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(await findUser(db, "ghost")).toBeNull();
  expect((await Standings.load(db, 1000 + YEAR_MS)).of("ghost").epoch).toBe(Number.POSITIVE_INFINITY);
  expect((await Standings.load(db, 1000 + 2 * YEAR_MS)).of("ghost").epoch).toBe(0);
});
