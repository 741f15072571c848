import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { countBelongings, mergeUsers } from "@/db/queries/merge";
import { ensureUser, findUser } from "@/db/queries/users";
import { authenticated } from "@/lib/auth/actor";
import { temporaryDatabase } from "./database-fixture";

const guest = (id: string) => authenticated({ id, kind: "guest" });
const account = (id: string) => authenticated({ id, kind: "account" });
const { db } = temporaryDatabase();
const rows = <T>(query: string) => db.all(sql.raw(query)) as T[];
const tables = rows<{ name: string }>(
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '__drizzle%'",
).map(({ name }) => name);
interface Column {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}
const columnsOf = (table: string) => rows<Column>(`PRAGMA table_info("${table}")`);
/** Tables whose rows are somebody's, and the column that says whose. */
const owned = tables.flatMap((table) =>
  rows<{ table: string; from: string }>(`PRAGMA foreign_key_list("${table}")`)
    .filter((key) => key.table === "users")
    .map(({ from }) => ({ table, owner: from })),
);

/** A row of this person's with something in every column that must have something. */
function insertRow(table: string, owner: string, person: string, more: Record<string, string> = {}): void {
  const needed = columnsOf(table).filter(({ notnull, pk }) => notnull || pk);
  const values: Record<string, string> = Object.fromEntries(
    needed.map(({ name, type }) => [name, /int/i.test(type) ? "7" : `'${table}/${name}/${person}'`]),
  );
  Object.assign(values, { [owner]: `'${person}'` }, more);
  const names = Object.keys(values).map((name) => `"${name}"`);
  db.run(
    sql.raw(`INSERT INTO "${table}" (${names.join(", ")}) VALUES (${Object.values(values).join(", ")})`),
  );
}

/** Every cell of the database that says this, as `table.column`. */
function cellsWith(value: string): string[] {
  return tables.flatMap((table) =>
    columnsOf(table).flatMap(({ name }) =>
      rows(`SELECT 1 FROM "${table}" WHERE "${name}" = '${value}'`).map(() => `${table}.${name}`),
    ),
  );
}

it("everything becomes the account's, nothing of the guest is left, nobody else's is touched", async () => {
  for (const person of ["guest", "account", "other"]) {
    await ensureUser(db, { id: person, kind: person === "guest" ? "guest" : "account" }, 1);
    for (const { table, owner } of owned) insertRow(table, owner, person);
  }
  // One sound and one favourite both have; a line of the guest's names their own file of it.
  for (const person of ["guest", "account", "other"]) {
    insertRow("audio_files", "owner_id", person, { id: `'shared-${person}'`, clip_key: "'shared'" });
    insertRow("favourites", "owner_id", person, { character_id: "'alice'" });
    const line = {
      id: `'line-${person}'`,
      play_id: `'plays/id/${person}'`,
      audio_file_id: `'shared-${person}'`,
    };
    insertRow("messages", "speaker", "나", line);
    const segment = { message_id: `'line-${person}'`, audio_file_id: `'shared-${person}'` };
    insertRow("segments", "text", "말", segment);
  }
  const before = cellsWith("other");
  const had = await countBelongings(db, guest("guest"));
  expect(had).toEqual({ plays: 1, characters: 1, favourites: 2, voices: 1, keys: 1 });

  await mergeUsers(db, guest("guest"), account("account"), 5);

  expect(cellsWith("guest")).toEqual(["former_users.id"]);
  expect(await countBelongings(db, account("account"))).toEqual({
    plays: 2,
    characters: 2,
    favourites: 3,
    voices: 2,
    keys: 2,
  });
  expect(rows("PRAGMA foreign_key_check")).toEqual([]);
  expect(cellsWith("other")).toEqual(before);
  const files = (table: string) =>
    rows<{ file: string }>(`SELECT audio_file_id AS file FROM ${table} ORDER BY 1`);
  const expected = ["shared-account", "shared-account", "shared-other"].map((file) => ({ file }));
  expect(files("messages")).toEqual(expected);
  expect(files("segments")).toEqual(expected);
  expect(cellsWith("shared-guest")).toEqual([]);
  // Sounds only the guest had are heard on under their own ids.
  const owner = rows<{ owner_id: string }>(
    "SELECT owner_id FROM audio_files WHERE id = 'audio_files/id/guest'",
  );
  expect(owner).toEqual([{ owner_id: "account" }]);
});

it("of their settings the account's come first, the guest's fill the gaps", async () => {
  await ensureUser(db, { id: "chooser", kind: "guest" }, 1);
  const set = (id: string, settings: string) =>
    db.run(sql.raw(`UPDATE users SET settings = '${settings}' WHERE id = '${id}'`));
  set("chooser", '{"theme":"dark","language":"ja"}');
  set("other", '{"language":"ko"}');
  await mergeUsers(db, guest("chooser"), account("other"), 5);
  expect((await findUser(db, "other"))?.settings).toEqual({ theme: "dark", language: "ko" });
});

it("an owner stays one", async () => {
  await ensureUser(db, { id: "owner", kind: "guest" }, 1);
  db.run(sql.raw("UPDATE users SET role = 'admin' WHERE id = 'owner'"));
  await mergeUsers(db, guest("owner"), account("other"), 5);
  expect((await findUser(db, "other"))?.role).toBe("admin");
  expect((await findUser(db, "account"))?.role).toBe("user");
});

it("what the account has set stays, and its default persona is the one", async () => {
  const set = (id: string, settings: object) =>
    db.run(sql.raw(`UPDATE users SET settings = '${JSON.stringify(settings)}' WHERE id = '${id}'`));
  for (const [id, kind] of [["visitor", "guest"] as const, ["member", "account"] as const]) {
    await ensureUser(db, { id, kind }, 1);
    insertRow("personas", "owner_id", id, { is_default: "1" });
  }
  set("visitor", { theme: "light", tts_speed: 1.5 });
  set("member", { theme: "dark" });
  await mergeUsers(db, guest("visitor"), account("member"), 5);
  expect((await findUser(db, "member"))?.settings).toEqual({ theme: "dark", tts_speed: 1.5 });
  expect(rows("SELECT id, is_default FROM personas WHERE owner_id = 'member' ORDER BY id")).toEqual([
    { id: "personas/id/member", is_default: 1 },
    { id: "personas/id/visitor", is_default: 0 },
  ]);
});
