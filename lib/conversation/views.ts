import { listSegments, listToldLines, type Segment, type ToldLine } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import { scenario } from "@/lib/contract/chat";
import type { Message, MessageSegment, Session } from "@/lib/contract/session";
import { unknownCursor } from "@/lib/contract/time-cursor";
import { audioUrl } from "@/lib/speech/audio-url";
import type { ConversationDeps } from "./deps";

/** What a play began on, as the API tells it. */
export function toEngines(play: Pick<Play, "languageEngine" | "speechEngine">): Session["engines"] {
  return { llm: play.languageEngine, speech: play.speechEngine };
}

/** A play as the API tells it. */
export function toSession(play: Play): Session {
  return {
    id: play.id,
    title: play.title,
    character_id: play.characterId,
    character_name: play.characterName,
    language: play.language,
    scenario: play.scenario ? scenario.parse(play.scenario) : null,
    engines: toEngines(play),
    model: play.languageModel,
    turn_count: play.turnCount,
    last_line: play.lastLine,
    created_at: new Date(play.createdAt).toISOString(),
    updated_at: new Date(play.updatedAt).toISOString(),
  };
}

/** The told lines of a play, oldest first; a cursor that is no line of them is VALIDATION_ERROR. The caller has shown that the play is the person's own. */
export async function listMessages(
  deps: ConversationDeps,
  play: Play,
  page: { limit: number; after: string | null },
): Promise<{ messages: Message[]; nextCursor: string | null }> {
  const told = await listToldLines(deps.db, play);
  const from = page.after === null ? 0 : told.findIndex((line) => line.id === page.after) + 1;
  if (page.after !== null && from === 0) throw unknownCursor();
  const lines = told.slice(from, from + page.limit);
  const isMore = from + page.limit < told.length;
  return {
    messages: await toMessages(deps, play, lines),
    nextCursor: isMore ? (lines.at(-1)?.id ?? null) : null,
  };
}

/** Every told line, for the room. */
export async function listAllMessages(deps: ConversationDeps, play: Play): Promise<Message[]> {
  return toMessages(deps, play, await listToldLines(deps.db, play));
}

export async function toMessages(deps: ConversationDeps, play: Play, lines: ToldLine[]): Promise<Message[]> {
  const segments = await listSegments(
    deps.db,
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

function toMessageSegment({ index, start, end, text, voiceId, audioFileId }: Segment): MessageSegment {
  return { index, start, end, text, voice_id: voiceId, audio_url: audioUrl(audioFileId) };
}
