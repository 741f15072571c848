import "server-only";
import { EVENT_STREAM_PING, encodeEvent, type WireEvent } from "@/lib/contract/event-stream";

const PING_EVERY_MS = 15_000;
/** Words that follow each other faster than a reader can tell leave together: most of what a turn costs is writing them. */
const GATHER_MS = 50;

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
  let gathering: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearInterval(ping);
    clearTimeout(gathering);
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      ping = setInterval(() => controller.enqueue(encoder.encode(EVENT_STREAM_PING)), PING_EVERY_MS);
      let gathered = "";
      let wordsSentAt = Number.NEGATIVE_INFINITY;
      const send = () => {
        clearTimeout(gathering);
        gathering = undefined;
        if (gathered !== "") controller.enqueue(encoder.encode(gathered));
        gathered = "";
      };
      const sendWords = () => {
        wordsSentAt = performance.now();
        send();
      };
      const pump = async () => {
        try {
          for await (const event of events) {
            gathered += encodeEvent(event);
            const waitMs = wordsSentAt + GATHER_MS - performance.now();
            if (event.type !== "text") send();
            else if (waitMs <= 0) sendWords();
            else gathering ??= setTimeout(sendWords, waitMs);
          }
        } finally {
          if (!left.signal.aborted) send();
        }
        controller.close();
      };
      pump()
        .catch((error) => {
          if (!left.signal.aborted) controller.error(error);
        })
        .finally(stop);
    },
    cancel() {
      stop();
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
