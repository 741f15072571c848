import { listPlays } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import type { Session } from "@/lib/contract/session";
import type { ConversationDeps } from "./deps";
import { toSession, unknownCursor } from "./views";

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
  const before = cursor === undefined ? null : parseCursor(cursor);
  const rows = await listPlays(deps.db, actor.id, { limit: limit + 1, before, search });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    sessions: shown.map(toSession),
    next_cursor: last ? `${last.updatedAt}.${last.id}` : null,
  };
}

function parseCursor(cursor: string): [number, string] {
  const [, time, id] = /^(\d{1,15})\.(.{1,128})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) throw unknownCursor();
  return [Number(time), id];
}
