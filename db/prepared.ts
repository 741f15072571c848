import "server-only";
import type { Database } from "./client";

/**
 * A query that runs in every turn: built once for each database instead of each time it is asked (drizzle's building
 * costs more than SQLite's answering). `build` names its parameters with `sql.placeholder` and ends in `.prepare()`.
 */
export function prepared<Q>(build: (db: Database) => Q): (db: Database) => Q {
  const built = new WeakMap<Database, Q>();
  return (db) => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const query = build(db);
    built.set(db, query);
    return query;
  };
}
