import "server-only";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type BetterSqlite3 from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import * as schema from "./schema";

export type Database = BetterSQLite3Database<typeof schema>;
export interface OpenDatabase {
  db: Database;
  /** Checkpoints and closes; the object is unusable afterwards. */
  close: () => void;
}

/** Version 12 is right for Node 20; from 22 on, 13 (prebuilt, N-API) is: see docs/decisions. */
function loadDriver(): typeof BetterSqlite3 {
  const major = Number(process.versions.node.split(".")[0]);
  const names = major >= 22 ? ["better-sqlite3-next", "better-sqlite3"] : ["better-sqlite3"];
  const require = createRequire(path.join(/*turbopackIgnore: true*/ process.cwd(), "package.json"));
  const found = names.find((name) => {
    try {
      require.resolve(name);
      return true;
    } catch {
      return false;
    }
  });
  return require(found ?? "better-sqlite3");
}

const MIGRATIONS = path.join(/*turbopackIgnore: true*/ process.cwd(), "db/migrations");

/** Opens (and makes) `<dataDir>/avatar-forge.db` and brings it to the newest schema. Throws what SQLite throws. */
export function openDatabase(dataDir: string, migrationsFolder = MIGRATIONS): OpenDatabase {
  mkdirSync(dataDir, { recursive: true });
  const Driver = loadDriver();
  const client = new Driver(path.join(dataDir, "avatar-forge.db"), { timeout: 5000 });
  client.pragma("journal_mode = WAL");
  // A killed process loses nothing with NORMAL; only a power cut may lose the last moments.
  client.pragma("synchronous = NORMAL");
  client.pragma("foreign_keys = ON");
  const db = drizzle(client, { schema });
  migrate(db, { migrationsFolder });
  keepStatements(client);
  return { db, close: () => client.close() };
}

const MAX_STATEMENTS = 256;

/** The same SQL is compiled once: drizzle asks for a new statement each time a query runs. */
function keepStatements(client: BetterSqlite3.Database): void {
  const prepare = client.prepare.bind(client);
  const kept = new Map<string, BetterSqlite3.Statement>();
  client.prepare = ((source: string) => {
    const known = kept.get(source);
    // Drizzle turns `raw` on and never off.
    if (known) return known.reader ? known.raw(false) : known;
    if (kept.size >= MAX_STATEMENTS) kept.clear();
    const statement = prepare(source);
    kept.set(source, statement);
    return statement;
  }) as typeof client.prepare;
}

/** What a failed write means: true where the disk is full or may not be written. */
export function isStorageFailure(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    if (/^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)|^E(NOSPC|ROFS|DQUOT|IO)$/.test(code)) return true;
  }
  return false;
}
