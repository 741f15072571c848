import "server-only";
import { getTableColumns, type Placeholder, sql, type Table } from "drizzle-orm";
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

/** A row whose every column is a parameter named like it, for an insert that is prepared. */
export function everyColumn<T extends Table>(
  table: T,
): { [Name in keyof T["$inferInsert"] & string]: Placeholder<Name> } {
  const named = Object.keys(getTableColumns(table)).map((name) => [name, sql.placeholder(name)]);
  return Object.fromEntries(named);
}

/** A parameter where a value is set. */
export function parameter(name: string) {
  return sql`${sql.placeholder(name)}`;
}
