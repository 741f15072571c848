import path from "node:path";
import Database from "better-sqlite3";

/**
 * So many more of one character, written straight into a server's database: as many creations would only cost time.
 * They are named `인물 0`, `인물 1` … and are all older than it; what else it has, its picture too, they have as well.
 */
export function multiplyCharacter(dataDir: string, id: string, count: number): void {
  const db = new Database(path.join(dataDir, "avatar-forge.db"));
  const row = db.prepare("SELECT * FROM characters WHERE id = ?").get(id) as Record<string, unknown>;
  const columns = Object.keys(row);
  const insert = db.prepare(
    `INSERT INTO characters (${columns.join(", ")}) VALUES (${columns.map((column) => `@${column}`).join(", ")})`,
  );
  db.transaction(() => {
    for (let at = 0; at < count; at++) {
      const name = `인물 ${at}`;
      insert.run({
        ...row,
        id: crypto.randomUUID(),
        name,
        search_text: name,
        created_at: at,
        updated_at: at,
      });
    }
  })();
  db.close();
}
