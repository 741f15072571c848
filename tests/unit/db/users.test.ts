import { expect, it } from "vitest";
import { findUser, hasAdmin, insertOwnerLink, redeemOwnerLink } from "@/db/queries/users";
import { temporaryDatabase } from "./database-fixture";

const { db } = temporaryDatabase();
const redeem = (tokenHash: string, userId: string, now: number) =>
  redeemOwnerLink(db, { tokenHash, userId, kind: "guest" }, now);

it("an owner link works once, until it runs out, and takes the others with it", async () => {
  expect(await hasAdmin(db, [])).toBe(false);
  await insertOwnerLink(db, { tokenHash: "old", expiresAt: 100 }, 0);
  await insertOwnerLink(db, { tokenHash: "good", expiresAt: 1000 }, 0);
  await insertOwnerLink(db, { tokenHash: "spare", expiresAt: 1000 }, 0);
  expect(await redeem("old", "late", 100)).toBe(false);
  expect(await redeem("made up", "guesser", 1)).toBe(false);
  expect(await findUser(db, "guesser")).toBeNull();
  expect(await redeem("good", "first", 999)).toBe(true);
  expect(await redeem("good", "second", 999)).toBe(false);
  expect(await redeem("spare", "third", 999)).toBe(false);
  expect((await findUser(db, "first"))?.role).toBe("admin");
  expect(await hasAdmin(db, [])).toBe(true);
});
