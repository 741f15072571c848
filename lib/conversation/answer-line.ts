import { randomUUID } from "node:crypto";
import type { Owned } from "@/db/ownership";
import type { Play } from "@/db/queries/plays";
import { beginTurn } from "@/db/queries/turns";
import type { Actor } from "@/lib/auth/actor";
import type { CastMember } from "@/lib/contract/character";
import type { ChatRequest } from "@/lib/contract/chat";
import type { Locale } from "@/lib/i18n/locales";
import type { ConversationDeps } from "./deps";
import { launch, type StartedTurn } from "./launch-turn";
import { pinEngines, wantedModel } from "./pin-engines";
import { Turn } from "./turn";

export interface Asked {
  play: Owned<Play>;
  character: CastMember | null;
  userMessageId: string | null;
  /** The line it answers, where that is not the play's last: the answer is another take. */
  takeAfter?: { parentId: string | null };
  notices: string[];
}

/** Opens the character's line and sets its turn going. */
export async function answerLine(
  deps: ConversationDeps,
  actor: Actor,
  locale: Locale,
  request: ChatRequest,
  asked: Asked,
): Promise<StartedTurn> {
  const { character, userMessageId, takeAfter } = asked;
  const wanted = wantedModel(asked.play, request.model);
  const chosen = await deps.language.choose(asked.play.languageEngine, wanted);
  const play = await pinEngines(deps, actor, asked.play, chosen, {
    asked: request.model,
    isSpoken: request.tts_enabled,
  });
  const speaker = request.current_speaker || play.characterName;
  const messageId = randomUUID();
  const turn = new Turn({ id: randomUUID(), playId: play.id, ownerId: actor.id, messageId, userMessageId });
  const now = deps.now();
  await beginTurn(deps.db, play, {
    isTake: takeAfter !== undefined,
    reply: {
      id: messageId,
      parentId: takeAfter ? takeAfter.parentId : play.headMessageId,
      role: "assistant",
      speaker,
      content: "",
      status: "streaming",
      createdAt: now,
    },
    turn: {
      id: turn.identity.id,
      userMessageId,
      messageId,
      status: "running",
      model: chosen.model,
      createdAt: now,
    },
    now,
  });
  return launch(deps, {
    actor,
    locale,
    request,
    play,
    character,
    turn,
    chosen,
    speaker,
    notices: asked.notices,
  });
}
