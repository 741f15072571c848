import "server-only";
import type { Database } from "./client";

/** Statements that are prepared once for each database, when they are first asked for. */
export function preparedFor<T>(prepare: (db: Database) => T): (db: Database) => T {
  const known = new WeakMap<Database, T>();
  return (db) => {
    const before = known.get(db);
    if (before) return before;
    const made = prepare(db);
    known.set(db, made);
    return made;
  };
}
