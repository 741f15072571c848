import { CHAT_EVENT_SHAPES } from "./chat-event-shapes";
import type { ChatEvent, ChatEventType } from "./chat-events";

/** Sent every 15 s so that proxies keep a quiet stream open. */
export const EVENT_STREAM_PING = ": ping\n\n";

/** Any event with a number, a name and a JSON value. */
export interface WireEvent {
  id: number;
  type: string;
  data: unknown;
}

/** One event in the wire form of the HTML standard's `text/event-stream`. */
export function encodeEvent(event: WireEvent): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

function isEventType(name: string): name is ChatEventType {
  return Object.hasOwn(CHAT_EVENT_SHAPES, name);
}

/** Parses one block (the text between two blank lines); null for pings and malformed events. */
function decodeBlock(block: string): WireEvent | null {
  let id = Number.NaN;
  let type = "";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("id:")) id = Number(line.slice(3).trim());
    else if (line.startsWith("event:")) type = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  if (!Number.isInteger(id)) return null;
  try {
    return { id, type, data: JSON.parse(data.join("\n")) };
  } catch {
    return null;
  }
}

/** A block as a turn's event; null for pings, unknown or malformed ones. */
export function decodeEvent(block: string): ChatEvent | null {
  const event = decodeBlock(block);
  if (!event || !isEventType(event.type)) return null;
  return CHAT_EVENT_SHAPES[event.type](event.data) ? (event as ChatEvent) : null;
}

/** A turn's events of a body; see `readBlocks`. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ChatEvent> {
  for await (const block of readBlocks(body)) {
    const event = decodeEvent(block);
    if (event) yield event;
  }
}

/** Events of any kind of a body; see `readBlocks`. */
export async function* readWireEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<WireEvent> {
  for await (const block of readBlocks(body)) {
    const event = decodeBlock(block);
    if (event) yield event;
  }
}

/**
 * Reads a `text/event-stream` body into its blocks. Ends when the body ends; rejects when it breaks.
 * Chunk borders may fall anywhere, also inside a character.
 */
async function* readBlocks(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let buffered = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      buffered += decoder.decode(value, { stream: !done }).replace(/\r\n?/g, "\n");
      for (let end = buffered.indexOf("\n\n"); end >= 0; end = buffered.indexOf("\n\n")) {
        const block = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        yield block;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
