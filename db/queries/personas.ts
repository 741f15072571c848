import "server-only";
import { and, asc, count, eq, ne } from "drizzle-orm";
import type { Database } from "../client";
import { type Actor, allOwnedBy, type Owned, ownedBy } from "../ownership";
import { personas } from "../schema";

export type Persona = typeof personas.$inferSelect;
type Changes = Partial<Pick<Persona, "name" | "description" | "isDefault">>;

/** A person's personas, oldest first. */
export async function listPersonas(db: Database, owner: Actor): Promise<Owned<Persona>[]> {
  const rows = db
    .select()
    .from(personas)
    .where(eq(personas.ownerId, owner.id))
    .orderBy(asc(personas.createdAt), asc(personas.id))
    .all();
  return allOwnedBy(owner, rows);
}

/** One of the person's own; null for any other. */
export async function findPersona(db: Database, owner: Actor, id: string): Promise<Owned<Persona> | null> {
  return ownedBy(owner, db.select().from(personas).where(eq(personas.id, id)).get());
}

export async function findDefaultPersona(db: Database, owner: Actor): Promise<Owned<Persona> | null> {
  const isDefault = and(eq(personas.ownerId, owner.id), eq(personas.isDefault, true));
  return ownedBy(owner, db.select().from(personas).where(isDefault).get());
}

/** Adds one unless the person has `limit` already (null then); without a word on it the first is the default. */
export async function insertPersona(
  db: Database,
  { id: ownerId }: Actor,
  persona: Omit<Persona, "isDefault" | "ownerId"> & { isDefault: boolean | undefined },
  limit: number,
): Promise<Persona | null> {
  return db.transaction((tx) => {
    const there =
      tx.select({ count: count() }).from(personas).where(eq(personas.ownerId, ownerId)).get()?.count ?? 0;
    if (there >= limit) return null;
    const row = { ...persona, ownerId, isDefault: persona.isDefault ?? there === 0 };
    if (row.isDefault)
      tx.update(personas).set({ isDefault: false }).where(eq(personas.ownerId, ownerId)).run();
    return tx.insert(personas).values(row).returning().get();
  });
}

/** Null where it is gone by now. A new default takes the place of the one before. */
export async function updatePersona(
  db: Database,
  { id, ownerId }: Owned<Persona>,
  changes: Changes,
  now: number,
): Promise<Persona | null> {
  return db.transaction((tx) => {
    const changed = tx
      .update(personas)
      .set({ ...changes, updatedAt: now })
      .where(eq(personas.id, id))
      .returning()
      .get();
    if (!changed) return null;
    if (changed.isDefault) {
      const others = and(eq(personas.ownerId, ownerId), ne(personas.id, id));
      tx.update(personas).set({ isDefault: false }).where(others).run();
    }
    return changed;
  });
}

export async function deletePersona(db: Database, { id }: Owned<Persona>): Promise<void> {
  db.delete(personas).where(eq(personas.id, id)).run();
}
