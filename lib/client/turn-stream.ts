import type { ChatEvent } from "@/lib/contract/chat-events";
import { readEvents } from "@/lib/contract/event-stream";
import { ApiError, requestStream } from "./api-client";
import { type Clock, reconnectDelayMs, type Wake, waitForRetry } from "./retry-delay";

/** The server pings every 15 s; after this much silence the connection is dead without saying so. */
const SILENCE_LIMIT_MS = 40_000;

export interface TurnStreamOptions {
  /** A turn to begin (sent again with the same body when the answer never came), or one that runs already. */
  start: { path: string; body: unknown } | { turnId: string };
  onEvent(event: ChatEvent): void;
  /** The connection broke for the n-th time in a row (from 1); 0 = it stands again. */
  onBreaks(inARow: number): void;
  offlineMessage: string;
  fetch: typeof fetch;
  clock: Clock;
  wake: Wake;
  signal: AbortSignal;
}

/**
 * Follows one turn to its `done` or `error` event, over as many connections as that takes; no event is
 * told twice, except that a `turn` event starts the telling over (the server's log begins anew).
 * Resolves after the last event or the signal's abort. Throws `ApiError` when the server refuses.
 */
export async function followTurn(options: TurnStreamOptions): Promise<void> {
  const { start, signal } = options;
  const position = { turnId: "turnId" in start ? start.turnId : null, lastEventId: 0 };
  let breaks = 0;
  while (!signal.aborted) {
    try {
      const over = await readOnce(options, position, () => {
        if (breaks > 0) options.onBreaks(0);
        breaks = 0;
      });
      if (over) return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && !isPassing(error, position.turnId !== null)) throw error;
    }
    if (signal.aborted) return;
    breaks++;
    options.onBreaks(breaks);
    await waitForRetry(reconnectDelayMs(breaks - 1, options.clock), options);
  }
}

/** Trouble of the way and not of the turn; a turn that runs survives also a server that is just starting. */
function isPassing(error: ApiError, running: boolean): boolean {
  return error.code === "OFFLINE" || (running && [429, 502, 503, 504].includes(error.status));
}

/** One connection; true when the turn's last event was read. */
async function readOnce(
  options: TurnStreamOptions,
  position: { turnId: string | null; lastEventId: number },
  onOpen: () => void,
): Promise<boolean> {
  const connection = new AbortController();
  const stop = () => connection.abort();
  options.signal.addEventListener("abort", stop);
  let watchdog = options.clock.setTimeout(stop, SILENCE_LIMIT_MS);
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      options.clock.clearTimeout(watchdog);
      watchdog = options.clock.setTimeout(stop, SILENCE_LIMIT_MS);
      controller.enqueue(chunk);
    },
  });
  try {
    const response = await connect(options, position, connection.signal);
    if (!response.body) return false;
    onOpen();
    let isEmpty = true;
    for await (const event of readEvents(response.body.pipeThrough(watch))) {
      isEmpty = false;
      if (options.signal.aborted) return true;
      if (event.type === "turn") position.turnId = event.data.turn_id;
      else if (event.id <= position.lastEventId) continue;
      position.lastEventId = event.id;
      options.onEvent(event);
      if (event.type === "done" || event.type === "error") return true;
    }
    // The turn's log is gone by now and what is left of it is shorter: hear it from its beginning.
    if (isEmpty) position.lastEventId = 0;
    return false;
  } finally {
    options.clock.clearTimeout(watchdog);
    options.signal.removeEventListener("abort", stop);
    stop();
  }
}

function connect(
  { start, fetch, offlineMessage }: TurnStreamOptions,
  position: { turnId: string | null; lastEventId: number },
  signal: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "text/event-stream" };
  if (position.turnId === null && "path" in start) {
    return requestStream("POST", start.path, start.body, { fetch, signal, offlineMessage, headers });
  }
  if (position.lastEventId > 0) headers["Last-Event-ID"] = String(position.lastEventId);
  const path = `/api/chat/stream/${encodeURIComponent(position.turnId ?? "")}`;
  return requestStream("GET", path, undefined, { fetch, signal, offlineMessage, headers });
}
