import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PlayRemovals } from "@/lib/client/play-removals";
import { systemClock } from "@/lib/client/retry-delay";
import { PLAY } from "./room-fixture";
import { RoomServer } from "./room-server";
import { soon } from "./soon";

const PATH = `/api/sessions/${PLAY.id}`;
const OTHER = { ...PLAY, id: "play-2" };

let server: RoomServer;
let gone = 0;
/** What waits for its time. */
let timers: Set<{ run: () => void }>;
let removals: PlayRemovals;

beforeEach(async () => {
  server = new RoomServer();
  await server.start();
  gone = 0;
  timers = new Set();
  removals = new PlayRemovals({
    offlineMessage: "server gone",
    onGone: () => gone++,
    fetch: server.fetch,
    clock: {
      ...systemClock,
      setTimeout: (run) => {
        const timer = { run };
        timers.add(timer);
        return timer;
      },
      clearTimeout: (timer) => void timers.delete(timer as { run: () => void }),
    },
  });
});
afterEach(() => server.stop());

const timeIsUp = () => {
  for (const timer of timers) timer.run();
};

describe("a play that is taken off the shelf", () => {
  it("comes back when asked for in time, and the server never hears of it", async () => {
    removals.remove(PLAY);
    expect(removals.getSnapshot()).toMatchObject({ removed: PLAY, hidden: new Set([PLAY.id]) });
    removals.undo();
    timeIsUp();
    expect(removals.getSnapshot()).toMatchObject({ removed: null, hidden: new Set() });
    expect(server.asked).toEqual([]);
  });

  it("is gone at the server when the time is up, and when it was deleted elsewhere", async () => {
    removals.remove(PLAY);
    timeIsUp();
    (await server.next("DELETE", PATH)).answer({ id: PLAY.id, deleted: true });
    await soon(() => expect(gone).toBe(1));
    removals.remove(OTHER);
    timeIsUp();
    (await server.next("DELETE", "/api/sessions/play-2")).refuse(404, "NOT_FOUND");
    await soon(() => expect(gone).toBe(2));
    expect(removals.getSnapshot()).toEqual({
      removed: null,
      hidden: new Set([PLAY.id, "play-2"]),
      problem: "",
    });
  });

  it("lets the one before go for good; one the server keeps is back, and that is said", async () => {
    removals.remove(PLAY);
    removals.remove(OTHER);
    (await server.next("DELETE", PATH)).refuse(503, "SERVICE_UNAVAILABLE");
    await soon(() => expect(removals.getSnapshot().problem).not.toBe(""));
    expect(removals.getSnapshot()).toMatchObject({ removed: OTHER, hidden: new Set(["play-2"]) });
    expect(gone).toBe(0);
  });
});
