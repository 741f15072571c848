import "server-only";
import { and, asc, desc, eq, gt, lt, or, sql } from "drizzle-orm";
import type { Database } from "../client";
import type { Internal } from "../ownership";
import { users } from "../schema";

const ofPerson = (select: string) => sql.raw(`(select ${select} = "users"."id")`);
const kept = "from audio_files join clips on clips.key = audio_files.clip_key where audio_files.owner_id";

/** How much one person has here, counted by SQLite beside the person's row. */
const usage = {
  plays: sql<number>`${ofPerson("count(*) from plays where owner_id")}`,
  lastPlayedAt: sql<number | null>`${ofPerson("max(updated_at) from plays where owner_id")}`,
  lines: sql<number>`${ofPerson(
    "count(*) from messages join plays on plays.id = messages.play_id where plays.owner_id",
  )}`,
  characters: sql<number>`${ofPerson("count(*) from characters where owner_id")}`,
  clipBytes: sql<number>`${ofPerson(`coalesce(sum(clips.bytes), 0) ${kept}`)}`,
  hasPassword: sql<number>`${ofPerson("count(*) from passwords where user_id")}`,
  speechMs: sql<number>`${ofPerson(`coalesce(sum(clips.duration_ms), 0) ${kept}`)}`,
};
export type PersonRow = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** Newest first; `before` is the page before's last `[createdAt, id]`. For admins: it shows everybody. */
export async function listPeople(
  db: Database,
  _job: Internal,
  page: { limit: number; before: [number, string] | null; search: string | undefined },
) {
  const older =
    page.before &&
    or(
      lt(users.createdAt, page.before[0]),
      and(eq(users.createdAt, page.before[0]), gt(users.id, page.before[1])),
    );
  const pattern = page.search && `%${page.search.replace(/[\\%_]/g, "\\$&")}%`;
  const matches =
    pattern &&
    or(
      sql`${users.name} like ${pattern} escape '\\'`,
      sql`${users.email} like ${pattern} escape '\\'`,
      sql`${users.id} like ${pattern} escape '\\'`,
    );
  return db
    .select({ user: users, ...usage })
    .from(users)
    .where(and(older || undefined, matches || undefined))
    .orderBy(desc(users.createdAt), asc(users.id))
    .limit(page.limit)
    .all();
}

/** One of them; null where there is no such person. */
export async function findPerson(db: Database, _job: Internal, id: string) {
  return (
    db
      .select({ user: users, ...usage })
      .from(users)
      .where(eq(users.id, id))
      .get() ?? null
  );
}
