import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../client";
import { serverSettings } from "../schema";

const REMAKE = "remake_voice";

/** The voice whose kept lines are being made again; null where none are. */
export async function remakeUnderWay(db: Database): Promise<string | null> {
  const row = db.select().from(serverSettings).where(eq(serverSettings.key, REMAKE)).get();
  return z.string().safeParse(row?.value).data ?? null;
}

export async function setRemakeUnderWay(db: Database, voiceId: string | null): Promise<void> {
  if (voiceId === null) {
    db.delete(serverSettings).where(eq(serverSettings.key, REMAKE)).run();
    return;
  }
  const row = { key: REMAKE, value: voiceId };
  db.insert(serverSettings).values(row).onConflictDoUpdate({ target: serverSettings.key, set: row }).run();
}
