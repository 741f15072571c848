import "server-only";
import { and, asc, eq, max, notInArray } from "drizzle-orm";
import type { Database } from "../client";
import { speechEngines, voices } from "../schema";

export type SpeechEngineRow = typeof speechEngines.$inferSelect;
export type NewSpeechEngine = Omit<SpeechEngineRow, "position" | "modelChanged">;

/** In the order of preference. */
export async function listSpeechEngines(db: Database): Promise<SpeechEngineRow[]> {
  return db.select().from(speechEngines).orderBy(asc(speechEngines.position), asc(speechEngines.id)).all();
}

export async function findSpeechEngine(db: Database, id: string): Promise<SpeechEngineRow | null> {
  return db.select().from(speechEngines).where(eq(speechEngines.id, id)).get() ?? null;
}

/**
 * Brings the environment's engines to what it names now: new ones come in, those it names no more go, and one that
 * stays keeps its name, pool and options. An admin's are not touched.
 */
export async function replaceEnvironmentEngines(
  db: Database,
  named: readonly NewSpeechEngine[],
): Promise<void> {
  db.transaction((tx) => {
    const ids = named.map(({ id }) => id);
    tx.delete(speechEngines)
      .where(and(eq(speechEngines.source, "env"), notInArray(speechEngines.id, ids)))
      .run();
    named.forEach((engine, at) => {
      const position = at - named.length;
      const { apiPath } = engine;
      tx.insert(speechEngines)
        .values({ ...engine, position })
        .onConflictDoUpdate({ target: speechEngines.id, set: { apiPath, position } })
        .run();
    });
  });
}

export async function insertSpeechEngine(db: Database, engine: NewSpeechEngine): Promise<SpeechEngineRow> {
  return db.transaction((tx) => {
    const last =
      tx
        .select({ position: max(speechEngines.position) })
        .from(speechEngines)
        .get()?.position ?? 0;
    const row = { ...engine, modelChanged: false, position: Math.max(0, last) + 1 };
    tx.insert(speechEngines).values(row).run();
    return row;
  });
}

export async function updateSpeechEngine(
  db: Database,
  id: string,
  changes: Partial<Pick<SpeechEngineRow, "name" | "baseUrl" | "apiPath" | "pool" | "options">>,
): Promise<SpeechEngineRow | null> {
  return db.update(speechEngines).set(changes).where(eq(speechEngines.id, id)).returning().get() ?? null;
}

/** `isChanged`: from now on nobody knows what it speaks with when the server starts. */
export async function markModelChanged(db: Database, id: string, isChanged: boolean): Promise<void> {
  db.update(speechEngines).set({ modelChanged: isChanged }).where(eq(speechEngines.id, id)).run();
}

/** Removes it; voices made for it go over to another engine of its pool, where there is one. */
export async function removeSpeechEngine(db: Database, id: string): Promise<boolean> {
  return db.transaction((tx) => {
    const gone = tx.delete(speechEngines).where(eq(speechEngines.id, id)).returning().get();
    if (!gone) return false;
    const heir = tx.select().from(speechEngines).where(eq(speechEngines.pool, gone.pool)).get();
    if (heir) tx.update(voices).set({ engineId: heir.id }).where(eq(voices.engineId, id)).run();
    return true;
  });
}
