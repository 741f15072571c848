import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { isStorageFailure } from "@/db/client";
import { temporaryDatabase } from "./database-fixture";

const { db } = temporaryDatabase();

const coded = (code: string, cause?: unknown) => Object.assign(new Error(code, { cause }), { code });

it.each([
  [coded("SQLITE_FULL"), true],
  [coded("SQLITE_IOERR_WRITE"), true],
  [coded("SQLITE_READONLY_DBMOVED"), true],
  [coded("ENOSPC"), true],
  [coded("EROFS"), true],
  [new Error("outer", { cause: coded("SQLITE_FULL") }), true],
  [coded("SQLITE_CONSTRAINT_TRIGGER"), false],
  [coded("ENOENT"), false],
  ["SQLITE_FULL", false],
])("%s is the disk's failure: %s", (error, expected) => {
  expect(isStorageFailure(error)).toBe(expected);
});

it("a full disk is known by what SQLite itself throws", () => {
  db.get(sql`PRAGMA max_page_count = 1`);
  let failure: unknown;
  try {
    db.run(sql`CREATE TABLE big AS SELECT randomblob(100000) AS bytes`);
  } catch (error) {
    failure = error;
  }
  expect(isStorageFailure(failure)).toBe(true);
});

it("keeps to WAL and to foreign keys", () => {
  expect(db.get(sql`PRAGMA journal_mode`)).toEqual({ journal_mode: "wal" });
  expect(db.get(sql`PRAGMA foreign_keys`)).toEqual({ foreign_keys: 1 });
});
