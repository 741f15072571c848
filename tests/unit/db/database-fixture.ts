import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { type Database, type OpenDatabase, openDatabase } from "@/db/client";
import { authenticated, type Owned } from "@/db/ownership";
import { createPlay, findPlay, type NewMessage, type NewPlay, type Play } from "@/db/queries/plays";

export const OWNER = authenticated({ id: "owner", kind: "guest" });
export const OTHER = authenticated({ id: "other", kind: "guest" });

/** A migrated database in a folder of its own, gone after the file's tests. */
export function temporaryDatabase(): OpenDatabase & { folder: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "forge-db-"));
  const opened = openDatabase(folder);
  afterAll(() => {
    opened.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...opened, folder };
}

export function playRow(id: string, more: Partial<NewPlay> = {}): NewPlay {
  return {
    id,
    title: "한밤의 손님",
    characterName: "길동",
    language: "ko",
    createdAt: 1000,
    updatedAt: 1000,
    ...more,
  };
}

export function lineRow(id: string, playId: string, more: Partial<NewMessage> = {}): NewMessage {
  const line = {
    id,
    playId,
    role: "user",
    speaker: "나",
    content: `${id}의 말`,
    status: "complete",
  } as const;
  return { ...line, createdAt: 1000, ...more };
}

/** The owner's play with one line of theirs, `<id>-asked`. */
export async function playWithLine(db: Database, id: string): Promise<void> {
  await createPlay(db, OWNER, playRow(id), [lineRow(`${id}-asked`, id)]);
}

/** A play as its owner finds it; throws where they do not. */
export async function playOf(db: Database, id: string, owner = OWNER): Promise<Owned<Play>> {
  const play = await findPlay(db, owner, id);
  if (!play) throw new Error(`${id} is no play of ${owner.id}`);
  return play;
}
