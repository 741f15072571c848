import { randomUUID } from "node:crypto";
import { type Owned, revised } from "@/db/ownership";
import {
  findPromptSettings,
  insertPin,
  insertSummary,
  listPins,
  listSummaries,
  savePromptSettings,
} from "@/db/queries/memory";
import { insertSegment, listSegments, listToldLines } from "@/db/queries/messages";
import { createPlay, findPlay, type Play } from "@/db/queries/plays";
import { copyPrompts } from "@/db/queries/prompts";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import { MAX_PINS } from "@/lib/contract/memory";
import type { ConversationDeps } from "./deps";

/** A copy of the play up to the line `head`, with its sound, what its models were sent, its pinned facts and what was folded on the way. */
export async function branchPlay(
  deps: ConversationDeps,
  actor: Actor,
  play: Owned<Play>,
  { head, title }: { head: string | null; title: string | undefined },
): Promise<Owned<Play>> {
  const { db } = deps;
  const told = await listToldLines(db, play, head);
  const id = randomUUID();
  const now = deps.now();
  const ids = new Map(told.map((line) => [line.id, randomUUID() as string]));
  const copyOf = (lineId: string | null) => (lineId === null ? null : (ids.get(lineId) ?? null));
  const turnCount = told.filter(({ role, parentId }) => role === "assistant" && parentId !== null).length;
  const { ownerId: _owner, ...copied } = play;
  await createPlay(
    db,
    actor,
    { ...copied, id, title: title ?? play.title, turnCount, createdAt: now, updatedAt: now },
    told.map(({ take: _take, ...line }) => ({
      ...line,
      id: ids.get(line.id) ?? randomUUID(),
      playId: id,
      parentId: copyOf(line.parentId),
      status: line.status === "streaming" ? "interrupted" : line.status,
      version: 1,
    })),
  );
  const made = await findPlay(db, actor, id);
  if (!made) throw new AppError("INTERNAL_ERROR");
  for (const segment of await listSegments(db, play, [...ids.keys()])) {
    await insertSegment(db, made, { ...segment, messageId: ids.get(segment.messageId) ?? segment.messageId });
  }
  await copyPrompts(db, play, made, ids);
  for (const pin of await listPins(db, play)) {
    const copy = { ...pin, id: randomUUID(), messageId: copyOf(pin.messageId) };
    await insertPin(db, made, copy, MAX_PINS);
  }
  for (const { id: _id, ...summary } of (await listSummaries(db, play)).reverse()) {
    const isTold = summary.foldedUntil === null || ids.has(summary.foldedUntil);
    if (!isTold) continue;
    const foldedUntil = copyOf(summary.foldedUntil);
    await insertSummary(db, made, { ...summary, foldedUntil, carriedBy: copyOf(summary.carriedBy) });
  }
  const settings = await findPromptSettings(db, play);
  if (settings) await savePromptSettings(db, made, settings);
  return revised(made, { userName: settings?.userName ?? null });
}
