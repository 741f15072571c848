import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as room from "./room-fixture";
import { RoomServer } from "./room-server";
import { soon } from "./soon";

const { turn, text, done, storedMessage } = room;
const PLAY = "/api/sessions/play-1";
const PAGE = `${PLAY}/messages?from=end&limit=100`;

const asked = storedMessage({ id: "m1", role: "user", content: "안녕?" });
const answer = storedMessage({ id: "m2", content: "응." });

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

const contents = () => opened.lines().map(({ content }) => content);

/** The server is asked how the play stands, and says it. */
async function standsAs(messages: (typeof answer)[], change = {}): Promise<void> {
  const [page, play] = await Promise.all([server.next("GET", PAGE), server.next("GET", PLAY)]);
  page.answer({ messages, next_cursor: null, total: messages.length, ...change });
  play.answer({ ...room.PLAY, turn_count: 7 });
}

describe("a line that is taken out", () => {
  it("is gone at once and comes back to its place", async () => {
    await opened.session.changes.remove("m1");
    expect(contents()).toEqual(["응."]);
    expect(opened.session.getSnapshot().removed).toEqual({ key: "m1" });
    opened.session.changes.undo();
    expect(contents()).toEqual(["안녕?", "응."]);
    expect(opened.session.getSnapshot().removed).toBeNull();
    expect(server.asked).toEqual([]);
  });

  it("is gone at the server before the next line is sent", async () => {
    await opened.session.changes.remove("m2");
    opened.session.send("그럼?");
    const gone = await server.next("DELETE", `${PLAY}/messages/m2`);
    expect(server.count("POST", "/api/chat/stream")).toBe(0);
    gone.answer({ id: "m2", deleted: true });
    (await server.next("POST", "/api/chat/stream")).tell(1, turn("m4", "m3"), done("자."));
    await soon(() => expect(contents()).toEqual(["안녕?", "그럼?", "자."]));
  });

  it("stays where the server refuses, and that is said", async () => {
    await opened.session.changes.remove("m2");
    void opened.session.changes.settle();
    (await server.next("DELETE", `${PLAY}/messages/m2`)).refuse(403, "FORBIDDEN");
    await standsAs([asked, answer]);
    await soon(() => expect(contents()).toEqual(["안녕?", "응."]));
    expect(opened.session.getSnapshot().notices).toMatchObject([{ message: "said: FORBIDDEN" }]);
  });
});

describe("a line that is rewritten", () => {
  it("shows what the server stored", async () => {
    const reading = opened.session.changes.read("m2");
    await standsAs([asked, { ...answer, version: 4 }]);
    const line = await reading;
    expect(line).toMatchObject({ version: 4 });
    if (!line) return;
    const editing = opened.session.changes.edit(line, "그래.");
    const patched = await server.next("PATCH", `${PLAY}/messages/m2`);
    expect(patched.body).toEqual({ version: 4, content: "그래." });
    patched.answer({ ...answer, content: "그래.", version: 5 });
    expect(await editing).toEqual({ done: true });
    expect(opened.last()).toMatchObject({ key: "m2", content: "그래.", version: 5 });
  });

  it("changed elsewhere meanwhile overwrites nothing and brings the other words", async () => {
    const line = opened.last();
    if (!line) throw new Error("no line");
    const editing = opened.session.changes.edit(line, "그래.");
    const patched = await server.next("PATCH", `${PLAY}/messages/m2`);
    patched.refuse(409, "CONFLICT", {}, { ...answer, content: "아니.", version: 9 });
    expect(await editing).toMatchObject({ done: false, now: { content: "아니.", version: 9, key: "m2" } });
    expect(contents()).toEqual(["안녕?", "응."]);
  });
});

describe("another take", () => {
  it("stands in the line's place and knows its number", async () => {
    const retaking = opened.session.changes.retake("m2");
    const asking = await server.next("POST", `${PLAY}/messages/m2/regenerate`);
    expect(contents()).toEqual(["안녕?"]);
    expect(asking.body).toMatchObject({ tts_enabled: true });
    asking.tell(1, turn("m5", null), text("음…"), done("음…"));
    await standsAs([asked, storedMessage({ id: "m5", content: "음…", take: { index: 1, count: 2 } })]);
    await retaking;
    expect(opened.last()).toMatchObject({ content: "음…", take: { index: 1, count: 2 } });
    expect(opened.session.getSnapshot().session.turn_count).toBe(7);
  });

  it("that is refused leaves the line as it was", async () => {
    const retaking = opened.session.changes.retake("m2");
    (await server.next("POST", `${PLAY}/messages/m2/regenerate`)).refuse(429, "RATE_LIMITED");
    await standsAs([asked, answer]);
    await retaking;
    expect(contents()).toEqual(["안녕?", "응."]);
    expect(opened.session.getSnapshot().problem).toMatchObject({ code: "RATE_LIMITED", action: "retry" });
  });

  it("that was made before is told again with what came after it", async () => {
    const selecting = opened.session.changes.select("m2", 1);
    const chosen = await server.next("POST", `${PLAY}/messages/m2/select`);
    expect(chosen.body).toEqual({ index: 1 });
    const other = storedMessage({ id: "m6", content: "글쎄.", take: { index: 1, count: 2 } });
    chosen.answer(other);
    await standsAs([asked, other, storedMessage({ id: "m7", role: "user", content: "왜?" })]);
    await selecting;
    expect(contents()).toEqual(["안녕?", "글쎄.", "왜?"]);
  });
});

describe("the chosen model", () => {
  it("is asked for with every line of this play", async () => {
    opened.session.setModel("gemma3:4b");
    opened.session.send("그럼?");
    expect((await server.next("POST", "/api/chat/stream")).body).toMatchObject({ model: "gemma3:4b" });
  });

  it("is what the room says answers, until the turn says that another one does", async () => {
    opened.session.setModel("gemini/flash");
    expect(opened.session.getSnapshot().model).toBe("gemini/flash");
    opened.session.send("그럼?");
    const begun = room.turn("m9", "m8");
    const data = { ...begun.data, model: "ollama/gemma3:4b" };
    (await server.next("POST", "/api/chat/stream")).tell(1, { ...begun, data } as typeof begun);
    await soon(() => expect(opened.session.getSnapshot().model).toBe("ollama/gemma3:4b"));
    opened.session.setModel("");
    expect(opened.session.getSnapshot().model).toBeNull();
    expect(opened.session.getModel()).toBe("");
  });
});

describe("a long play", () => {
  it("reads what comes before page by page and never twice", async () => {
    opened.end();
    opened = room.openRoom(server, [asked, answer], undefined, { next_cursor: "m1", total: 4 });
    expect(opened.session.getSnapshot()).toMatchObject({ older: "m1", linesBefore: 2 });
    const reading = opened.session.readOlder();
    void opened.session.readOlder();
    const before = await server.next("GET", `${PAGE}&cursor=m1`);
    const first = storedMessage({ id: "a", content: "하나" });
    const second = storedMessage({ id: "b", content: "둘" });
    before.answer({ messages: [first, second], next_cursor: null, total: 4 });
    await reading;
    expect(contents()).toEqual(["하나", "둘", "안녕?", "응."]);
    expect(opened.session.getSnapshot()).toMatchObject({ older: null, linesBefore: 0 });
    expect(server.count("GET", `${PAGE}&cursor=m1`)).toBe(1);
  });

  it("keeps the older lines when its newest ones are read again", async () => {
    opened.end();
    opened = room.openRoom(server, [asked, answer], undefined, { next_cursor: "m1", total: 5 });
    const reading = opened.session.readOlder();
    const older = storedMessage({ id: "b", content: "둘" });
    (await server.next("GET", `${PAGE}&cursor=m1`)).answer({
      messages: [older],
      next_cursor: "b",
      total: 5,
    });
    await reading;
    const again = opened.session.changes.read("m2");
    await standsAs([asked, { ...answer, content: "응!" }], { next_cursor: "m1", total: 5 });
    await again;
    expect(contents()).toEqual(["둘", "안녕?", "응!"]);
    expect(opened.session.getSnapshot()).toMatchObject({ older: "b", linesBefore: 2 });
  });
});
