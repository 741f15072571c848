import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as room from "./room-fixture";
import { RoomServer } from "./room-server";
import { soon } from "./soon";

const PLAY = "/api/sessions/play-1";
const LINES = `${PLAY}/messages?from=end&limit=100`;
const { storedMessage } = room;

const asked = storedMessage({ id: "m1", role: "user", content: "안녕?" });
const answer = storedMessage({ id: "m2", content: "응.", status: "interrupted" });

let server: RoomServer;
let opened: ReturnType<typeof room.openRoom>;

beforeEach(async () => {
  server = new RoomServer();
  await server.start();
  opened = room.openRoom(server, [asked, answer]);
});
afterEach(async () => {
  opened.end();
  await server.stop();
});

const refused = async (method: string, path: string) =>
  (await server.next(method, path)).refuse(404, "NOT_FOUND");
const problem = () => opened.session.getSnapshot().problem;
const saidGone = () => soon(() => expect(problem()).toMatchObject({ code: "SESSION_GONE", action: null }));

describe("a play that was deleted elsewhere says so", () => {
  it("when the page is looked at again", async () => {
    opened.wake();
    await refused("GET", LINES);
    await saidGone();
    expect(opened.lines()).toHaveLength(2);
  });

  it("when a line is to go on", async () => {
    opened.session.continueLine("m2");
    await refused("POST", `${PLAY}/messages/m2/continue`);
    await refused("GET", PLAY);
    await saidGone();
  });

  it("when a line is to be said again, and what was seen stays", async () => {
    void opened.session.changes.retake("m2");
    await refused("POST", `${PLAY}/messages/m2/regenerate`);
    await refused("GET", PLAY);
    await refused("GET", LINES);
    await refused("GET", PLAY);
    await saidGone();
    await soon(() => expect(opened.lines().map(({ content }) => content)).toEqual(["안녕?", "응."]));
  });

  it("when hints are asked for", async () => {
    const hints = opened.session.askHints(new AbortController().signal);
    hints.catch(() => {});
    await refused("POST", `${PLAY}/hints`);
    await refused("GET", PLAY);
    await expect(hints).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(problem()).toMatchObject({ code: "SESSION_GONE" });
  });

  it("when a line is branched from", async () => {
    const branch = opened.session.changes.branch("m2");
    await refused("POST", `${PLAY}/branch`);
    await refused("GET", PLAY);
    expect(await branch).toBeNull();
    expect(problem()).toMatchObject({ code: "SESSION_GONE" });
  });
});

it("a line that is missing is not taken for a missing play", async () => {
  void opened.session.changes.branch("m2");
  await refused("POST", `${PLAY}/branch`);
  (await server.next("GET", PLAY)).answer(room.PLAY);
  await soon(() => expect(opened.session.getSnapshot().notices).toMatchObject([{ code: "NOT_FOUND" }]));
  expect(problem()).toBeNull();
});

it("a play is renamed, and deleted even where it is gone already", async () => {
  const renamed = opened.session.rename("새 제목");
  const change = await server.next("PATCH", PLAY);
  expect(change.body).toEqual({ title: "새 제목" });
  change.answer({ ...room.PLAY, title: "새 제목" });
  await renamed;
  expect(opened.session.getSnapshot().session.title).toBe("새 제목");
  const deleted = opened.session.deletePlay();
  await refused("DELETE", PLAY);
  await deleted;
});
