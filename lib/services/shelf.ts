import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { CharacterLibrary } from "@/lib/characters";
import type { SessionPage } from "@/lib/contract/session-shapes";
import type { Conversation } from "@/lib/conversation";

/** One page of a person's plays, each with its character's face. A cursor that is none of ours is VALIDATION_ERROR. */
export async function shelfPage(
  { conversation, characters }: { conversation: Conversation; characters: CharacterLibrary },
  actor: Actor | null,
  page: { limit: number; cursor?: string | undefined; q?: string | undefined },
): Promise<SessionPage> {
  if (!actor || actor.kind === "anonymous") return { sessions: [], next_cursor: null };
  const { limit, cursor, q: search } = page;
  const { sessions, next_cursor } = await conversation.listPlays(actor, { limit, cursor, search });
  const cast = sessions.flatMap(({ character_id: id }) => id ?? []);
  const faces = await characters.faces(actor, cast);
  return {
    sessions: sessions.map((play) => ({ ...play, image_url: faces.get(play.character_id ?? "") ?? null })),
    next_cursor,
  };
}
