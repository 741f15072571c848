import "server-only";
import { EVENT_STREAM_PING, encodeEvent, type WireEvent } from "@/lib/contract/event-stream";

const PING_EVERY_MS = 15_000;

/** What a handler hands its events' source: aborted when the reader is gone. */
export type OpenEvents = (signal: AbortSignal) => Promise<AsyncIterable<WireEvent>>;

/**
 * Events as `text/event-stream`. The reader's leaving ends the reading, never what it reads of. What fails
 * before the first event rejects, so that it can still be an envelope.
 */
export async function eventStreamResponse(open: OpenEvents): Promise<Response> {
  const left = new AbortController();
  const events = await open(left.signal);
  const encoder = new TextEncoder();
  let ping: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      ping = setInterval(() => controller.enqueue(encoder.encode(EVENT_STREAM_PING)), PING_EVERY_MS);
      const pump = async () => {
        for await (const event of events) controller.enqueue(encoder.encode(encodeEvent(event)));
        controller.close();
      };
      pump()
        .catch((error) => {
          if (!left.signal.aborted) controller.error(error);
        })
        .finally(() => clearInterval(ping));
    },
    cancel() {
      clearInterval(ping);
      left.abort();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}
