import { listPlays } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { Session } from "@/lib/contract/session";
import { readTimeCursor, writeTimeCursor } from "@/lib/contract/time-cursor";
import type { ConversationDeps } from "./deps";
import { toSoundingSession } from "./views";

export interface PlaysPage {
  limit: number;
  /** Where the page before ended. */
  cursor: string | undefined;
  search: string | undefined;
}

/** One page of a person's plays, newest first. A cursor that is none of ours is VALIDATION_ERROR. */
export async function pageOfPlays(
  deps: ConversationDeps,
  actor: Actor,
  { limit, cursor, search }: PlaysPage,
): Promise<{ sessions: Session[]; next_cursor: string | null }> {
  const before = readTimeCursor(cursor);
  const rows = await listPlays(deps.db, actor, { limit: limit + 1, before, search });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    sessions: await Promise.all(shown.map((play) => toSoundingSession(deps, play))),
    next_cursor: last ? writeTimeCursor(last) : null,
  };
}
