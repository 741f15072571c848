import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { listToldLines } from "@/db/queries/messages";
import { findPlay } from "@/db/queries/plays";
import { authenticated } from "@/lib/auth/actor";
import { ROOT } from "../../support/settings";

const MIGRATIONS = path.join(ROOT, "db/migrations");
const journal: { entries: { idx: number; tag: string }[] } = JSON.parse(
  readFileSync(path.join(MIGRATIONS, "meta/_journal.json"), "utf8"),
);
const folder = mkdtempSync(path.join(tmpdir(), "forge-migrations-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A data folder as a server left it that knew only the first `count` migrations. */
function dataOf(count: number): string {
  const known = path.join(folder, `known-${count}`);
  cpSync(MIGRATIONS, known, { recursive: true });
  const entries = journal.entries.slice(0, count);
  writeFileSync(path.join(known, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  const dataDir = path.join(folder, `data-${count}`);
  const { db, close } = openDatabase(dataDir, known);
  fill(db);
  close();
  return dataDir;
}

/** Rows as the first version of the schema has them; every later one must carry them along. */
function fill(db: Database): void {
  const rows = `
    INSERT INTO users (id, kind, created_at) VALUES ('u', 'guest', 1);
    INSERT INTO plays (id, owner_id, title, character_name, language, head_message_id, created_at, updated_at)
      VALUES ('p', 'u', '옛 이야기', '길동', 'ko', 'm2', 1, 2);
    INSERT INTO messages (id, play_id, parent_id, role, speaker, content, status, created_at)
      VALUES ('m1', 'p', NULL, 'user', '나', '기억하오?', 'complete', 1),
             ('m2', 'p', 'm1', 'assistant', '길동', '물론이오.', 'complete', 2);
    INSERT INTO turns (id, play_id, user_message_id, message_id, status, model, created_at)
      VALUES ('t', 'p', 'm1', 'm2', 'done', 'm', 1);
    INSERT INTO audio_files (id, owner_id, clip_key, recipe, created_at) VALUES ('a', 'u', 'k', '{}', 1);
    INSERT INTO segments (message_id, "index", start, "end", text, voice_id, audio_file_id)
      VALUES ('m2', 0, 0, 5, '물론이오.', 'default', 'a');
    INSERT INTO clips (key, sample_rate, duration_ms, bytes, created_at, played_at)
      VALUES ('k', 32000, 900, 4000, 1, 1);
  `;
  for (const row of rows.split(";").filter((one) => one.trim() !== "")) db.run(sql.raw(row));
}

it.each(journal.entries.map(({ idx, tag }) => [tag, idx + 1] as const))(
  "a database of %s comes forward with everything in it, and opening it twice changes nothing",
  async (_tag, count) => {
    const dataDir = dataOf(count);
    for (const _time of ["first", "second"]) {
      const { db, close } = openDatabase(dataDir);
      const play = await findPlay(db, authenticated({ id: "u", kind: "guest" }), "p");
      expect(play?.title).toBe("옛 이야기");
      const told = play ? await listToldLines(db, play) : [];
      expect(told.map(({ content }) => content)).toEqual(["기억하오?", "물론이오."]);
      const applied = db.get(sql`SELECT count(*) AS applied FROM __drizzle_migrations`);
      expect(applied).toEqual({ applied: journal.entries.length });
      expect(db.all(sql`PRAGMA foreign_key_check`)).toEqual([]);
      expect(db.get(sql`PRAGMA integrity_check`)).toEqual({ integrity_check: "ok" });
      close();
    }
  },
);
