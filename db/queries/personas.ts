import "server-only";
import { and, asc, count, eq, ne } from "drizzle-orm";
import type { Database } from "../client";
import { personas } from "../schema";

export type Persona = typeof personas.$inferSelect;
type Changes = Partial<Pick<Persona, "name" | "description" | "isDefault">>;

const own = (ownerId: string, id: string) => and(eq(personas.ownerId, ownerId), eq(personas.id, id));

/** A person's personas, oldest first. */
export async function listPersonas(db: Database, ownerId: string): Promise<Persona[]> {
  return db
    .select()
    .from(personas)
    .where(eq(personas.ownerId, ownerId))
    .orderBy(asc(personas.createdAt), asc(personas.id))
    .all();
}

/** One of the person's own; null for any other. */
export async function findPersona(db: Database, ownerId: string, id: string): Promise<Persona | null> {
  return db.select().from(personas).where(own(ownerId, id)).get() ?? null;
}

export async function findDefaultPersona(db: Database, ownerId: string): Promise<Persona | null> {
  const isDefault = and(eq(personas.ownerId, ownerId), eq(personas.isDefault, true));
  return db.select().from(personas).where(isDefault).get() ?? null;
}

/** Adds one unless the person has `limit` already (null then); without a word on it the first is the default. */
export async function insertPersona(
  db: Database,
  persona: Omit<Persona, "isDefault"> & { isDefault: boolean | undefined },
  limit: number,
): Promise<Persona | null> {
  const { ownerId } = persona;
  return db.transaction((tx) => {
    const there =
      tx.select({ count: count() }).from(personas).where(eq(personas.ownerId, ownerId)).get()?.count ?? 0;
    if (there >= limit) return null;
    const row = { ...persona, isDefault: persona.isDefault ?? there === 0 };
    if (row.isDefault)
      tx.update(personas).set({ isDefault: false }).where(eq(personas.ownerId, ownerId)).run();
    return tx.insert(personas).values(row).returning().get();
  });
}

/** Null where the person has no such persona. A new default takes the place of the one before. */
export async function updatePersona(
  db: Database,
  ownerId: string,
  id: string,
  changes: Changes,
  now: number,
): Promise<Persona | null> {
  return db.transaction((tx) => {
    const changed = tx
      .update(personas)
      .set({ ...changes, updatedAt: now })
      .where(own(ownerId, id))
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

/** False where the person has no such persona. */
export async function deletePersona(db: Database, ownerId: string, id: string): Promise<boolean> {
  return db.delete(personas).where(own(ownerId, id)).run().changes > 0;
}
