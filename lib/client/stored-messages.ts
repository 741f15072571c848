import type { Message } from "@/lib/contract/session";
import { type MessagePage, messagePageShape } from "@/lib/contract/session-shapes";
import { apiGet, type RequestOptions } from "./api-client";
import { toRoomLines } from "./room-lines";
import type { RoomLine, RoomSnapshot } from "./room-state";

/** What of a play's lines the page has: which are shown, where the older ones begin, how many those are. */
export type ShownLines = Pick<RoomSnapshot, "lines" | "older" | "linesBefore">;
type Request = Pick<RequestOptions, "fetch" | "offlineMessage">;

const PAGE = 100;

/** A page of a play's lines from its end: the newest, or those before `cursor`. Throws `ApiError`. */
export function readStoredPage(path: string, cursor: string | null, request: Request): Promise<MessagePage> {
  const query = new URLSearchParams({ from: "end", limit: `${PAGE}`, ...(cursor ? { cursor } : {}) });
  return apiGet(`${path}/messages?${query}`, { ...request, schema: messagePageShape });
}

/** A room's first lines. */
export function openLines(page: MessagePage): ShownLines {
  return shownLines(toRoomLines(page.messages), page.next_cursor, page.total);
}

/** Older lines in front of what is shown; what is shown already is not shown twice. */
export function withOlder(shown: ShownLines, page: MessagePage): ShownLines {
  const known = new Set(shown.lines.map((line) => line.messageId));
  const older = toRoomLines(page.messages).filter((line) => !known.has(line.messageId));
  return shownLines([...older, ...shown.lines], page.next_cursor, page.total);
}

/**
 * The play's newest stored lines in place of what the page shows of them, under the keys and with the sound it
 * knows them by. Older shown lines stay where the page joins them; a line the server does not know (yet) stays
 * at the end.
 */
export function withNewest({ lines, older }: ShownLines, page: MessagePage): ShownLines {
  const { messages, next_cursor, total } = page;
  const clientIds = new Map(messages.map((stored) => [stored.client_message_id, stored.id]));
  const idOf = (line: RoomLine) => line.messageId ?? clientIds.get(line.key) ?? null;
  const byId = new Map(lines.map((line) => [idOf(line), line]));
  const stored = toRoomLines(messages).map((line) => withKnown(line, byId.get(line.messageId)));
  const joint = next_cursor === null ? -1 : lines.findIndex((line) => idOf(line) === stored[0]?.messageId);
  const before = joint > 0 ? lines.slice(0, joint) : [];
  const unsent = lines.filter((line) => idOf(line) === null);
  return shownLines([...before, ...stored, ...unsent], joint >= 0 ? older : next_cursor, total);
}

/** A stored line as the page knows it: a segment that sounds there, sounds. */
function withKnown(line: RoomLine, known: RoomLine | undefined): RoomLine {
  if (!known) return line;
  const isSame = known.content === line.content || known.state === "streaming";
  const states = new Map(known.segments.map((segment) => [segment.index, segment.state]));
  const segments = line.segments.map((each) => ({ ...each, state: states.get(each.index) ?? each.state }));
  return {
    ...line,
    key: known.key,
    ...(isSame ? { speech: known.speech, segments } : {}),
  };
}

/** What the page shows, every segment under the address its sound has now; lines beyond the page are read anew. */
export function readdressed(shown: ShownLines, page: MessagePage): ShownLines {
  const addresses = new Map(
    page.messages.flatMap(({ id, segments }) =>
      segments.map(({ index, audio_url }) => [`${id} ${index}`, audio_url] as const),
    ),
  );
  const stored = new Set<string | null>(page.messages.map(({ id }: Message) => id));
  const lines = shown.lines
    .filter((line) => line.messageId === null || stored.has(line.messageId))
    .map((line) => ({
      ...line,
      segments: line.segments.map((segment) => ({
        ...segment,
        audioUrl: addresses.get(`${line.messageId} ${segment.index}`) ?? segment.audioUrl,
      })),
    }));
  return shownLines(lines, page.next_cursor, page.total);
}

function shownLines(lines: RoomLine[], older: string | null, total: number): ShownLines {
  const stored = lines.filter((line) => line.messageId !== null).length;
  return { lines, older, linesBefore: older === null ? 0 : Math.max(0, total - stored) };
}
