import { expect, it } from "vitest";
import { allOwnedBy, authenticated, ownedBy, revised } from "@/db/ownership";
import { OTHER, OWNER, playOf, playWithLine, temporaryDatabase } from "./database-fixture";

const { db } = temporaryDatabase();

it("a row is the actor's own, or it is nobody's", async () => {
  await playWithLine(db, "mine");
  const play = await playOf(db, "mine");
  expect(ownedBy(OWNER, play)).toBe(play);
  expect(ownedBy(OTHER, play)).toBeNull();
  expect(ownedBy(OWNER, null)).toBeNull();
  expect(ownedBy(OWNER, { ownerId: null })).toBeNull();
  expect(allOwnedBy(OWNER, [play, { ...play, ownerId: OTHER.id }])).toEqual([play]);
});

it("a revised row keeps whose it is, whatever it is given", async () => {
  const play = await playOf(db, "mine");
  const changes = { title: "다른 제목", id: "other", ownerId: OTHER.id };
  expect(revised(play, changes)).toEqual({ ...play, title: "다른 제목" });
});

it("an actor is who was authenticated and nothing else", () => {
  const who = { id: "a", kind: "guest", address: "192.0.2.1", role: "admin" } as const;
  expect(authenticated(who)).toEqual({ id: "a", kind: "guest", address: "192.0.2.1" });
});
