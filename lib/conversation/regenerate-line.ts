import type { Owned } from "@/db/ownership";
import { findMessage } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { ChatRequest } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import { answerLine } from "./answer-line";
import type { ConversationDeps } from "./deps";
import type { StartedTurn } from "./launch-turn";

/**
 * Another take of a character's line (or of the answer to a person's); the takes before it are kept. What is
 * still written in the play stops.
 */
export async function regenerateLine(
  deps: ConversationDeps,
  actor: Actor,
  locale: Locale,
  play: Owned<Play>,
  messageId: string,
  wishes: ChatRequest,
): Promise<StartedTurn> {
  await deps.assertSpace();
  const line = await findMessage(deps.db, play, messageId);
  if (!line || line.role === "system") throw new AppError("NOT_FOUND");
  const parentId = line.role === "user" ? line.id : line.parentId;
  const parent = parentId === null ? null : await findMessage(deps.db, play, parentId);
  await deps.turns.cancelPlay(play.id);
  return answerLine(deps, actor, locale, wishes, {
    play,
    character: play.characterId ? await deps.findCharacter(actor, play.characterId, play.language) : null,
    userMessageId: parent?.role === "user" ? parent.id : null,
    takeAfter: { parentId },
    notices: [],
  });
}
