import type { Owned } from "@/db/ownership";
import { ensureAudioFile, findAudioFile } from "@/db/queries/clips";
import { listSegments, listToldLines, type Message } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import { listEveryLine } from "@/db/queries/tree";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import { clipKey, recipe, type SpeechRecipe } from "@/lib/speech/recipe";
import type { ConversationDeps } from "../deps";
import { toMessages, toSession } from "../views";
import { toSillyTavern } from "./silly-tavern";

/** The told lines in SillyTavern's `.jsonl`, their takes as swipes. */
export async function exportJsonl(deps: ConversationDeps, play: Owned<Play>): Promise<string> {
  const takes = takesByPlace(await listEveryLine(deps.db, play));
  const told = await listToldLines(deps.db, play);
  return toSillyTavern(
    play,
    told.map((line) => ({ line, takes: takes.get(placeOf(line)) ?? [line] })),
  );
}

/** The whole play, what is not told too. */
export async function exportJson(deps: ConversationDeps, play: Owned<Play>): Promise<string> {
  const every = await listEveryLine(deps.db, play);
  const takes = takesByPlace(every);
  const lines = every.map((line) => {
    const siblings = takes.get(placeOf(line)) ?? [line];
    return { ...line, take: { index: siblings.indexOf(line), count: siblings.length } };
  });
  const told = {
    session: toSession(play),
    head_message_id: play.headMessageId,
    messages: await toMessages(deps, play, lines),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

/** The told lines as a script to read. */
export async function exportText(deps: ConversationDeps, play: Owned<Play>): Promise<string> {
  const told = await listToldLines(deps.db, play);
  const lines = told.filter(({ content }) => content !== "");
  return `${[play.title, ...lines.map(({ speaker, content }) => `${speaker}: ${content}`)].join("\n\n")}\n`;
}

/** The file of everything spoken in the play, one line after the other. NOT_FOUND where nothing is. */
export async function exportSound(deps: ConversationDeps, actor: Actor, play: Owned<Play>): Promise<string> {
  const told = await listToldLines(deps.db, play);
  const ids = told.map(({ id }) => id);
  const place = new Map(ids.map((id, at) => [id, at]));
  const segments = (await listSegments(deps.db, play, ids)).sort(
    (a, b) => (place.get(a.messageId) ?? 0) - (place.get(b.messageId) ?? 0) || a.index - b.index,
  );
  const parts: SpeechRecipe[] = [];
  for (const { audioFileId } of segments) {
    const made = recipe.safeParse((await findAudioFile(deps.db, actor, audioFileId))?.recipe).data;
    if (made?.kind === "speech") parts.push(made);
  }
  if (parts.length === 0) throw new AppError("NOT_FOUND", { key: "audio_not_found" });
  const line = { kind: "line" as const, parts };
  const { file } = await ensureAudioFile(
    deps.db,
    actor,
    { clipKey: clipKey(line), recipe: line },
    deps.now(),
  );
  return file.id;
}

const placeOf = ({ parentId, role }: Message) => `${parentId ?? ""}:${role}`;

function takesByPlace(lines: readonly Message[]): Map<string, Message[]> {
  const takes = new Map<string, Message[]>();
  for (const line of lines) takes.set(placeOf(line), [...(takes.get(placeOf(line)) ?? []), line]);
  return takes;
}
