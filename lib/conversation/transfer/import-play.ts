import { randomUUID } from "node:crypto";
import type { Owned } from "@/db/ownership";
import { createPlay, findPlay, type NewMessage, type Play, rereadPlay } from "@/db/queries/plays";
import { tellBranch } from "@/db/queries/tree";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { Locale } from "@/lib/i18n/locales";
import type { ConversationDeps } from "../deps";
import { userRole } from "../open-play";
import { type ForeignChat, parseSillyTavern } from "./silly-tavern";

const MAX_LINES = 50_000;

/**
 * Makes a play of a SillyTavern chat, swipes as takes; with the character of the chat's name where none is given.
 * VALIDATION_ERROR where it is no chat.
 */
export async function importPlay(
  deps: ConversationDeps,
  actor: Actor,
  wishes: { file: string; characterId: string | undefined; language: Locale },
): Promise<Owned<Play>> {
  await deps.assertSpace();
  const chat = parseSillyTavern(wishes.file);
  if (!chat || chat.lines.length === 0 || chat.lines.length > MAX_LINES) {
    throw new AppError("VALIDATION_ERROR", { key: "chat_unreadable" });
  }
  const { characterId, language } = wishes;
  const character = characterId
    ? await deps.findCharacter(actor, characterId, language)
    : await deps.findCharacterNamed(actor, chat.characterName ?? "", language);
  if (characterId && !character) throw new AppError("NOT_FOUND", { key: "character_not_found" });
  const now = deps.now();
  const id = randomUUID();
  const name = character?.name ?? chat.characterName ?? "";
  const { lines, head } = toMessages(chat, id, {
    now,
    assistant: name,
    user: userRole(character, language),
  });
  await createPlay(
    deps.db,
    actor,
    {
      id,
      title: name || "SillyTavern",
      characterId: character?.id ?? null,
      characterName: name,
      language,
      voiceId: character?.voice_id ?? null,
      createdAt: now,
      updatedAt: now,
    },
    lines,
  );
  const play = await findPlay(deps.db, actor, id);
  if (!play) throw new AppError("INTERNAL_ERROR");
  await tellBranch(deps.db, play, { id: head }, now);
  return (await rereadPlay(deps.db, play)) ?? play;
}

/** Each line under the told take of the line before it; where no date is known, a moment after that. */
function toMessages(
  chat: ForeignChat,
  playId: string,
  names: { now: number; assistant: string; user: string },
): { lines: NewMessage[]; head: string } {
  const lines: NewMessage[] = [];
  let head: string | null = null;
  let before = names.now - chat.lines.length;
  for (const { role, speaker, takes, chosen } of chat.lines) {
    const ids = takes.map(() => randomUUID() as string);
    for (const [at, { content, sentAt }] of takes.entries()) {
      lines.push({
        id: ids[at] ?? "",
        playId,
        parentId: head,
        role,
        speaker: speaker || (role === "user" ? names.user : names.assistant),
        content,
        status: "complete",
        createdAt: sentAt ?? before + 1,
      });
    }
    before = Math.max(before + 1, ...takes.map(({ sentAt }) => sentAt ?? 0));
    head = ids[chosen] ?? head;
  }
  return { lines, head: head ?? "" };
}
