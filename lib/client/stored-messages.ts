import { z } from "zod";
import { type Message, message } from "@/lib/contract/session";
import { apiGet } from "./api-client";
import { toRoomLines } from "./room-lines";
import type { RoomLine } from "./room-state";

const page = z.object({ messages: z.array(message), next_cursor: z.string().nullable() });

export interface StoredMessages {
  /** Oldest first. */
  messages: Message[];
  /** The stored lines in place of what the page shows, under the keys and with the sound it knows them by. */
  merge(shown: readonly RoomLine[]): RoomLine[];
  /** What the page shows, every segment under the address its sound has now. */
  readdress(shown: readonly RoomLine[]): RoomLine[];
}

/** Every message of a play. Throws `ApiError`. */
export async function readStoredMessages(
  path: string,
  request: { fetch: typeof fetch; offlineMessage: string },
): Promise<StoredMessages> {
  const messages: Message[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = cursor === "" ? "?limit=100" : `?limit=100&cursor=${encodeURIComponent(cursor)}`;
    const part: z.infer<typeof page> = await apiGet(path + query, { ...request, schema: page });
    messages.push(...part.messages);
    cursor = part.next_cursor;
  }
  return {
    messages,
    merge: (shown) => merge(messages, shown),
    readdress: (shown) => readdress(messages, shown),
  };
}

function readdress(messages: readonly Message[], shown: readonly RoomLine[]): RoomLine[] {
  const addresses = new Map(
    messages.flatMap(({ id, segments }) =>
      segments.map(({ index, audio_url }) => [`${id} ${index}`, audio_url] as const),
    ),
  );
  return shown.map((line) => ({
    ...line,
    segments: line.segments.map((segment) => ({
      ...segment,
      audioUrl: addresses.get(`${line.messageId} ${segment.index}`) ?? segment.audioUrl,
    })),
  }));
}

/** A line of the page the server does not know (yet) stays at the end. */
function merge(messages: readonly Message[], shown: readonly RoomLine[]): RoomLine[] {
  const clientIds = new Map(messages.map((stored) => [stored.client_message_id, stored.id]));
  const idOf = (line: RoomLine) => line.messageId ?? clientIds.get(line.key) ?? null;
  const byId = new Map(shown.map((line) => [idOf(line), line]));
  const stored = toRoomLines(messages).map((line): RoomLine => {
    const known = byId.get(line.messageId);
    if (!known) return line;
    const states = new Map(known.segments.map((segment) => [segment.index, segment.state]));
    const segments = line.segments.map((each) => ({ ...each, state: states.get(each.index) ?? each.state }));
    return { ...line, key: known.key, speech: known.speech, segments };
  });
  return [...stored, ...shown.filter((line) => idOf(line) === null)];
}
