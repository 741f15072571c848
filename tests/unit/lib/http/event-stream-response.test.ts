import { afterEach, expect, it, vi } from "vitest";
import { EventLog } from "@/lib/async/event-log";
import type { ChatEvent } from "@/lib/contract/chat-events";
import { readEvents } from "@/lib/contract/event-stream";
import { eventStreamResponse } from "@/lib/http/event-stream-response";

afterEach(() => {
  vi.useRealTimers();
});

const text = (id: number): ChatEvent => ({ id, type: "text", data: { delta: `말 ${id}` } });

function streamed() {
  const log = new EventLog<ChatEvent>();
  const place: { signal: AbortSignal | null } = { signal: null };
  const response = eventStreamResponse(async (signal) => {
    place.signal = signal;
    return log.follow(0, signal);
  });
  return { log, place, response };
}

it("sends every event as it comes and ends with the log; nothing between keeps or changes it", async () => {
  const { log, response } = streamed();
  const { headers, body } = await response;
  expect(headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(headers.get("cache-control")).toBe("no-store, no-transform");
  expect(headers.get("x-accel-buffering")).toBe("no");
  if (!body) throw new Error("there is no body");
  const events = readEvents(body);
  log.append(text(1));
  expect((await events.next()).value).toEqual(text(1));
  log.append(text(2));
  log.end();
  expect((await events.next()).value).toEqual(text(2));
  expect((await events.next()).done).toBe(true);
});

it("sends the first words at once, those that follow at once together, and lets nothing else wait for them", async () => {
  vi.useFakeTimers();
  const { log, response } = streamed();
  const reader = (await response).body?.getReader();
  const sent: string[] = [];
  const read = async () => {
    for (let each = await reader?.read(); each && !each.done; each = await reader?.read()) {
      sent.push(
        [...new TextDecoder().decode(each.value).matchAll(/^id: (\d+)/gm)].map(([, id]) => id).join(" "),
      );
    }
  };
  void read();
  for (const id of [1, 2, 3]) {
    log.append(text(id));
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(sent).toEqual(["1"]);
  await vi.advanceTimersByTimeAsync(30);
  expect(sent).toEqual(["1", "2 3"]);
  log.append(text(4));
  log.append({ id: 5, type: "notice", data: { code: "C", message: "m" } });
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual(["1", "2 3", "4 5"]);
  log.append(text(6));
  log.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent.at(-1)).toBe("6");
});

it("pings while nothing is said, until the end", async () => {
  vi.useFakeTimers();
  const { log, response } = streamed();
  const reader = (await response).body?.getReader();
  const first = reader?.read();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(new TextDecoder().decode((await first)?.value)).toBe(": ping\n\n");
  log.end();
  expect((await reader?.read())?.done).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});

it("a reader who leaves ends the reading, not the turn", async () => {
  vi.useFakeTimers();
  const { log, place, response } = streamed();
  await (await response).body?.cancel();
  expect(place.signal?.aborted).toBe(true);
  log.append(text(1));
  expect([log.closed, vi.getTimerCount()]).toEqual([false, 0]);
});

it("what fails before the first event rejects, so that it can be an envelope", async () => {
  await expect(eventStreamResponse(() => Promise.reject(new Error("no turn")))).rejects.toThrow("no turn");
});
