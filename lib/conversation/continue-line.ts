import { randomUUID } from "node:crypto";
import type { Owned } from "@/db/ownership";
import { findAudioFile } from "@/db/queries/clips";
import { findMessage, listSegments } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import { beginTurn } from "@/db/queries/turns";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { ChatRequest } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import { recipe, type SpeechRecipe } from "@/lib/speech/recipe";
import type { ConversationDeps } from "./deps";
import { launch, type StartedTurn } from "./launch-turn";
import { pinEngines, wantedModel } from "./pin-engines";
import { Turn } from "./turn";

/**
 * Lets the play's last line, cut short by a failure or a stop, go on where its text ends. What was said of it may
 * still be sounding and goes on. Asked for twice, it is the turn that writes it already.
 */
export async function continueLine(
  deps: ConversationDeps,
  actor: Actor,
  locale: Locale,
  play: Owned<Play>,
  messageId: string,
  wishes: ChatRequest,
): Promise<StartedTurn | { turnId: string }> {
  await deps.assertSpace();
  const writing = deps.turns.writing(play.id, messageId);
  if (writing && !writing.abort.signal.aborted) return { turnId: writing.identity.id };
  await writing?.ended;
  const line = await findMessage(deps.db, play, messageId);
  if (line?.role !== "assistant") throw new AppError("NOT_FOUND");
  if (play.headMessageId !== messageId) throw new AppError("CONFLICT");
  const chosen = await deps.language.choose(play.languageEngine, wantedModel(play, wishes.model));
  const pinned = await pinEngines(deps, actor, play, chosen, {
    asked: wishes.model,
    isSpoken: wishes.tts_enabled,
  });
  const identity = { id: randomUUID(), playId: play.id, ownerId: actor.id, messageId, userMessageId: null };
  const now = deps.now();
  await beginTurn(deps.db, play, {
    reply: null,
    turn: {
      id: identity.id,
      messageId,
      status: "running",
      model: chosen.model,
      createdAt: now,
    },
    now,
  });
  const segments = await listSegments(deps.db, play, [messageId]);
  const earlier = await Promise.all(
    segments.map(async ({ audioFileId }): Promise<SpeechRecipe[]> => {
      const file = await findAudioFile(deps.db, actor, audioFileId);
      const made = recipe.safeParse(file?.recipe).data;
      return made?.kind === "speech" ? [made] : [];
    }),
  );
  return launch(deps, {
    actor,
    locale,
    request: wishes,
    play: pinned,
    character: play.characterId ? await deps.findCharacter(actor, play.characterId, play.language) : null,
    turn: new Turn(identity),
    chosen,
    speaker: line.speaker,
    notices: [],
    continued: {
      content: line.content,
      firstIndex: (segments.at(-1)?.index ?? -1) + 1,
      earlier: earlier.flat(),
    },
  });
}
