import type { Owned } from "@/db/ownership";
import {
  isAnythingSpoken,
  listSegments,
  listToldLines,
  type Segment,
  type ToldLine,
} from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import { scenario } from "@/lib/contract/chat";
import { turnsAfter } from "@/lib/contract/play-turns";
import type { Message, MessageSegment, Session } from "@/lib/contract/session";
import type { MessagePage } from "@/lib/contract/session-shapes";
import { unknownCursor } from "@/lib/contract/time-cursor";
import { audioUrl } from "@/lib/speech/audio-url";
import { toSpoken } from "@/lib/speech/normalize/spoken";
import type { ConversationDeps } from "./deps";

/** What a play began on, as the API tells it. */
export function toEngines(play: Pick<Play, "languageEngine" | "speechEngine">): Session["engines"] {
  return { llm: play.languageEngine, speech: play.speechEngine };
}

/** A line for a list of plays: what is said of it in plain words; what is only done in it where nothing is said. */
export function plainLine(content: string): string {
  return toSpoken(content) || content.replace(/[*_`~]/g, "").trim();
}

/** A play as the API tells it. */
export function toSession(play: Play): Session {
  return {
    id: play.id,
    title: play.title,
    character_id: play.characterId,
    character_name: play.characterName,
    ...(play.userName ? { user_name: play.userName } : {}),
    language: play.language,
    scenario: play.scenario ? scenario.parse(play.scenario) : null,
    engines: toEngines(play),
    model: play.languageModel,
    voice_id: play.voiceId,
    mood: play.mood,
    narration: play.narration,
    turn_count: turnsAfter("lead", play.turnCount),
    last_line: plainLine(play.lastLine),
    created_at: new Date(play.createdAt).toISOString(),
    updated_at: new Date(play.updatedAt).toISOString(),
  };
}

/** The same with whether its sound can be taken along. */
export async function toSoundingSession({ db }: ConversationDeps, play: Owned<Play>): Promise<Session> {
  return { ...toSession(play), has_sound: await isAnythingSpoken(db, play) };
}

export interface MessagesPage {
  limit: number;
  /** The line at which the page before stopped. */
  cursor: string | undefined;
  /** Which end of the play the pages begin at. */
  from: "start" | "end";
}

/**
 * A page of a play's told lines, oldest first, and how many there are in all; a cursor that is no line of them is
 * VALIDATION_ERROR. The caller has shown that the play is the person's own.
 */
export async function listMessages(
  deps: ConversationDeps,
  play: Owned<Play>,
  { limit, cursor, from }: MessagesPage,
): Promise<MessagePage> {
  const told = await listToldLines(deps.db, play);
  const at = told.findIndex((line) => line.id === cursor);
  if (cursor !== undefined && at < 0) throw unknownCursor();
  const end = cursor === undefined ? told.length : at;
  const start = from === "end" ? Math.max(0, end - limit) : at + 1;
  const lines = told.slice(start, from === "end" ? end : start + limit);
  const isMore = from === "end" ? start > 0 : start + limit < told.length;
  const last = from === "end" ? lines[0] : lines.at(-1);
  return {
    messages: await toMessages(deps, play, lines),
    next_cursor: isMore ? (last?.id ?? null) : null,
    total: told.length,
  };
}

export async function toMessages(
  deps: ConversationDeps,
  play: Owned<Play>,
  lines: ToldLine[],
): Promise<Message[]> {
  const segments = await listSegments(
    deps.db,
    play,
    lines.map((line) => line.id),
  );
  const byMessage = new Map<string, Segment[]>();
  for (const segment of segments) {
    byMessage.set(segment.messageId, [...(byMessage.get(segment.messageId) ?? []), segment]);
  }
  return lines.map((line) => {
    const writing = deps.turns.writing(play.id, line.id);
    return {
      id: line.id,
      parent_id: line.parentId,
      role: line.role,
      speaker: line.speaker,
      content: line.content,
      status: statusOf(line, writing !== null),
      heard_until: line.heardUntil,
      take: line.take,
      audio_url: line.audioFileId ? audioUrl(line.audioFileId) : null,
      segments: (byMessage.get(line.id) ?? []).map(toMessageSegment),
      client_message_id: line.clientMessageId,
      turn_id: writing?.identity.id ?? null,
      version: line.version,
      created_at: new Date(line.createdAt).toISOString(),
    };
  });
}

/** A line nobody writes any more, whose end could not be stored, was cut short. */
function statusOf({ status }: ToldLine, isWritten: boolean): Message["status"] {
  return status === "streaming" && !isWritten ? "interrupted" : status;
}

function toMessageSegment({
  index,
  start,
  end,
  text,
  voiceId,
  emotion,
  audioFileId,
}: Segment): MessageSegment {
  const mood = emotion === null ? {} : { emotion };
  return { index, start, end, text, voice_id: voiceId, audio_url: audioUrl(audioFileId), ...mood };
}
