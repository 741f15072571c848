import { CHAT_EVENT_SHAPES } from "./chat-event-shapes";
import type { ChatEvent, ChatEventType } from "./chat-events";

/** Sent every 15 s so that proxies keep a quiet stream open. */
export const EVENT_STREAM_PING = ": ping\n\n";

/** One event in the wire form of the HTML standard's `text/event-stream`. */
export function encodeEvent(event: ChatEvent): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

function isEventType(name: string): name is ChatEventType {
  return Object.hasOwn(CHAT_EVENT_SHAPES, name);
}

/** Parses one block (the text between two blank lines); null for pings, unknown or malformed events. */
export function decodeEvent(block: string): ChatEvent | null {
  let id = Number.NaN;
  let type = "";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("id:")) id = Number(line.slice(3).trim());
    else if (line.startsWith("event:")) type = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  if (!isEventType(type) || !Number.isInteger(id)) return null;
  try {
    const told: unknown = JSON.parse(data.join("\n"));
    return CHAT_EVENT_SHAPES[type](told) ? ({ id, type, data: told } as ChatEvent) : null;
  } catch {
    return null;
  }
}

/**
 * Reads a `text/event-stream` body into events. Ends when the body ends; rejects when it breaks.
 * Chunk borders may fall anywhere, also inside a character.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ChatEvent> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let buffered = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      buffered += decoder.decode(value, { stream: !done }).replace(/\r\n?/g, "\n");
      for (let end = buffered.indexOf("\n\n"); end >= 0; end = buffered.indexOf("\n\n")) {
        const event = decodeEvent(buffered.slice(0, end));
        buffered = buffered.slice(end + 2);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
