import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "@/lib/contract/session";
import * as room from "./room-fixture";
import { RoomServer } from "./room-server";
import { soon } from "./soon";

const { turn, text, done, failure } = room;
const STREAM = "/api/chat/stream";
const MESSAGES = "/api/sessions/play-1/messages?from=end&limit=100";

let server: RoomServer;
let opened: ReturnType<typeof room.openRoom>;

beforeEach(async () => {
  server = new RoomServer();
  await server.start();
});
afterEach(async () => {
  opened.end();
  await server.stop();
});

function open(messages: Message[]) {
  opened = room.openRoom(server, messages);
  return opened;
}
const phase = () => opened.session.getSnapshot().phase;

describe("a turn", () => {
  it("stands at once, streams, and is complete", async () => {
    const { session, lines, last } = open([]);
    session.send("  안녕?  ");
    expect(phase()).toBe("connecting");
    expect(last()).toMatchObject({ role: "user", content: "안녕?", messageId: null, state: "complete" });
    const key = last()?.key;
    const asked = await server.next("POST", STREAM);
    expect(asked.body).toEqual({
      session_id: "play-1",
      character_id: "chunhyang",
      session_must_exist: true,
      client_message_id: key,
      messages: [{ role: "user", content: "안녕?" }],
      tts_enabled: true,
      tts_mode: "realtime",
      tts_delay_ms: 1500,
      tts_streaming_mode: 2,
      tts_speed: 1,
    });
    asked.tell(1, turn());
    await soon(() => expect(phase()).toBe("thinking"));
    expect(lines()[0]).toMatchObject({ key, messageId: "m1" });
    asked.tell(2, text("어서 "), text("와."));
    await soon(() => expect(last()).toMatchObject({ content: "어서 와.", state: "streaming" }));
    expect(phase()).toBe("answering");
    asked.tell(4, done("어서 와."));
    await soon(() => expect(phase()).toBe("ready"));
    expect(last()).toMatchObject({ content: "어서 와.", state: "complete", speech: "none" });
    expect(session.getSnapshot().session.turn_count).toBe(1);
  });

  it("goes on over a broken connection from where it broke", async () => {
    const { session, last } = open([]);
    session.send("안녕?");
    const first = await server.next("POST", STREAM);
    first.tell(1, turn(), text("하나 "));
    await soon(() => expect(last()?.content).toBe("하나 "));
    first.break();
    const second = await server.next("GET", `${STREAM}/t1`);
    expect(second.headers["last-event-id"]).toBe("2");
    expect(phase()).toBe("reconnecting");
    second.refuse(502, "ENGINE_ERROR");
    const third = await server.next("GET", `${STREAM}/t1`);
    third.tell(3, text("둘"), done("하나 둘"));
    await soon(() => expect(last()).toMatchObject({ content: "하나 둘", state: "complete" }));
    expect(session.getSnapshot()).toMatchObject({ resumed: true, problem: null, phase: "ready" });
  });

  it("says that the play was deleted elsewhere, and keeps the line", async () => {
    const { session, lines } = open([]);
    session.send("안녕?");
    (await server.next("POST", STREAM)).refuse(404, "NOT_FOUND");
    await soon(() =>
      expect(session.getSnapshot().problem).toMatchObject({ code: "SESSION_GONE", action: null }),
    );
    expect(lines()).toMatchObject([{ role: "user", content: "안녕?", state: "failed" }]);
  });

  it("hears what is left of a turn whose log is gone, without a flicker", async () => {
    const { session, last } = open([]);
    const seen: string[] = [];
    session.subscribe(() => seen.push(last()?.content ?? ""));
    session.send("안녕?");
    const first = await server.next("POST", STREAM);
    first.tell(1, turn(), text("하나 "), text("둘 "));
    await soon(() => expect(last()?.content).toBe("하나 둘 "));
    first.break();
    const second = await server.next("GET", `${STREAM}/t1`);
    second.response.writeHead(200, { "Content-Type": "text/event-stream" }).end();
    const third = await server.next("GET", `${STREAM}/t1`);
    expect(third.headers["last-event-id"]).toBeUndefined();
    third.tell(1, turn(), text("하나 둘 셋"), done("하나 둘 셋"));
    await soon(() => expect(last()).toMatchObject({ content: "하나 둘 셋", state: "complete" }));
    const after = seen.slice(seen.indexOf("하나 둘 "));
    expect(after.every((content) => content.startsWith("하나 둘 "))).toBe(true);
    expect(session.getSnapshot().session.turn_count).toBe(1);
  });

  it("sends a line again under the same id when nothing came back", async () => {
    const { session, lines } = open([]);
    session.send("안녕?");
    const first = await server.next("POST", STREAM);
    first.break();
    const second = await server.next("POST", STREAM);
    expect(second.body).toEqual(first.body);
    second.tell(1, turn(), done("응."));
    await soon(() => expect(phase()).toBe("ready"));
    expect(lines().map((line) => line.content)).toEqual(["안녕?", "응."]);
    expect(session.getSnapshot().resumed).toBe(false);
  });

  it("says that the server is gone after a few tries and still comes back", async () => {
    const { session } = open([]);
    session.send("안녕?");
    for (let attempt = 0; attempt < 3; attempt++) (await server.next("POST", STREAM)).break();
    await soon(() => expect(session.getSnapshot().problem?.code).toBe("OFFLINE"));
    expect(session.getSnapshot()).toMatchObject({
      phase: "reconnecting",
      problem: { message: "server gone", action: "retry" },
    });
    (await server.next("POST", STREAM)).tell(1, turn(), done("응."));
    await soon(() => expect(session.getSnapshot()).toMatchObject({ phase: "ready", problem: null }));
  });
});

describe("an engine that is away", () => {
  it("pauses the play and asks again with the same line by itself", async () => {
    const { session, last } = open([]);
    session.send("안녕?");
    const first = await server.next("POST", STREAM);
    first.refuse(503, "SERVICE_UNAVAILABLE", { "Retry-After": "1" });
    await soon(() => expect(phase()).toBe("paused"));
    expect(session.getSnapshot().problem).toEqual({
      code: "SERVICE_UNAVAILABLE",
      message: "said: SERVICE_UNAVAILABLE",
      action: "retry",
    });
    expect(last()).toMatchObject({ role: "user", state: "complete" });
    const second = await server.next("POST", STREAM);
    expect(second.body).toEqual(first.body);
    expect(phase()).toBe("paused");
    second.tell(1, turn(), done("왔구나."));
    await soon(() => expect(last()?.content).toBe("왔구나."));
    expect(session.getSnapshot()).toMatchObject({ phase: "ready", problem: null });
  });

  it("that leaves in the middle lets the line go on when it is back", async () => {
    const { session, last } = open([]);
    session.send("안녕?");
    (await server.next("POST", STREAM)).tell(1, turn(), text("하나 "), failure("SERVICE_UNAVAILABLE"));
    await soon(() => expect(phase()).toBe("paused"));
    expect(last()).toMatchObject({ content: "하나 ", state: "interrupted" });
    session.retry();
    const again = await server.next("POST", "/api/sessions/play-1/messages/m2/continue");
    expect(again.body).toEqual({
      tts_enabled: true,
      tts_mode: "realtime",
      tts_delay_ms: 1500,
      tts_streaming_mode: 2,
      tts_speed: 1,
    });
    again.tell(1, { ...turn("m2", null) }, text("둘"), done("하나 둘"));
    await soon(() => expect(last()).toMatchObject({ content: "하나 둘", state: "complete" }));
    expect(session.getSnapshot().problem).toBeNull();
  });

  it("that left before a word was said is asked again, and leaves no empty line", async () => {
    const { session, lines } = open([]);
    session.send("안녕?");
    const first = await server.next("POST", STREAM);
    first.tell(1, turn(), failure("SERVICE_UNAVAILABLE"));
    await soon(() => expect(phase()).toBe("paused"));
    expect(lines().map(({ content, state }) => [content, state])).toEqual([["안녕?", "complete"]]);
    const second = await server.next("POST", STREAM);
    expect(second.body).toEqual(first.body);
    second.tell(1, turn("m3"), done("왔구나."));
    await soon(() => expect(lines().map(({ content }) => content)).toEqual(["안녕?", "왔구나."]));
    expect(session.getSnapshot().session.turn_count).toBe(1);
  });

  it("keeps the line when the person stops waiting; retry sends it", async () => {
    const { session, last } = open([]);
    session.send("안녕?");
    const first = await server.next("POST", STREAM);
    first.refuse(503, "SERVICE_UNAVAILABLE", { "Retry-After": "600" });
    await soon(() => expect(phase()).toBe("paused"));
    session.stop();
    expect(phase()).toBe("ready");
    expect(last()).toMatchObject({ role: "user", content: "안녕?", state: "failed" });
    session.retry();
    const second = await server.next("POST", STREAM);
    expect(second.body).toEqual(first.body);
    second.tell(1, turn(), done("응."));
    await soon(() => expect(last()?.content).toBe("응."));
  });

  it("a full house tells the place and lets the line in by itself", async () => {
    const { session } = open([]);
    session.send("안녕?");
    const queue = (place: number) => [{ "Retry-After": "1" }, { place, retry_after_ms: 1000 }] as const;
    const full = { code: "CAPACITY_REACHED", action: "retry" };
    (await server.next("POST", STREAM)).refuse(503, "CAPACITY_REACHED", ...queue(2));
    await soon(() => expect(session.getSnapshot().problem).toMatchObject({ ...full, place: 2 }));
    (await server.next("POST", STREAM)).refuse(503, "CAPACITY_REACHED", ...queue(1));
    await soon(() => expect(session.getSnapshot().problem).toMatchObject({ ...full, place: 1 }));
    expect(phase()).toBe("connecting");
    (await server.next("POST", STREAM)).tell(1, turn(), done("응."));
    await soon(() => expect(session.getSnapshot()).toMatchObject({ phase: "ready", problem: null }));
  });
});

describe("a turn that fails", () => {
  it.each([
    [507, "INSUFFICIENT_STORAGE", "retry"],
    [429, "RATE_LIMITED", "retry"],
    [400, "VALIDATION_ERROR", null],
  ])("by %i says why and what can be done", async (status, code, action) => {
    const { session, last } = open([]);
    session.send("안녕?");
    (await server.next("POST", STREAM)).refuse(status, code);
    await soon(() => expect(session.getSnapshot().problem).toMatchObject({ code, action }));
    expect(phase()).toBe("ready");
    expect(last()).toMatchObject({ role: "user", state: "failed" });
  });

  it("in the middle keeps what was said and offers to go on", async () => {
    const { session, last } = open([]);
    session.send("안녕?");
    (await server.next("POST", STREAM)).tell(1, turn(), text("하나"), failure("ENGINE_ERROR"));
    await soon(() =>
      expect(session.getSnapshot().problem).toEqual({
        code: "ENGINE_ERROR",
        message: "said: ENGINE_ERROR",
        action: "continue",
      }),
    );
    expect(last()).toMatchObject({ content: "하나", state: "interrupted" });
    session.retry();
    await server.next("POST", "/api/sessions/play-1/messages/m2/continue");
  });
});

it("shows of a turn that died with the server what the server kept, and goes on from there", async () => {
  const { session, last } = open([]);
  session.send("안녕?");
  const first = await server.next("POST", STREAM);
  first.tell(1, turn(), text("하나. 둘"));
  await soon(() => expect(last()?.content).toBe("하나. 둘"));
  first.break();
  const second = await server.next("GET", `${STREAM}/t1`);
  second.tell(1, turn(), text("하나."), failure("INTERNAL_ERROR"));
  await soon(() => expect(last()).toMatchObject({ content: "하나.", state: "interrupted" }));
  session.retry();
  const third = await server.next("POST", "/api/sessions/play-1/messages/m2/continue");
  third.tell(1, turn("m2", null), text(" 셋."));
  await soon(() => expect(last()?.content).toBe("하나. 셋."));
  third.tell(3, done("하나. 셋."));
  await soon(() => expect(last()).toMatchObject({ content: "하나. 셋.", state: "complete" }));
});

it("learns from the first turn what the play is played on", async () => {
  const { session } = open([]);
  session.send("안녕?");
  const engines = { llm: "demo", speech: "embedded" } as const;
  const begun = turn();
  if (begun.type === "turn") begun.data = { ...begun.data, engines };
  (await server.next("POST", STREAM)).tell(1, begun);
  await soon(() => expect(session.getSnapshot().session.engines).toEqual(engines));
});

describe("stop", () => {
  it("cancels the turn and keeps what was said", async () => {
    const { session, last } = open([]);
    session.send("안녕?");
    (await server.next("POST", STREAM)).tell(1, turn(), text("하나 "));
    await soon(() => expect(last()?.content).toBe("하나 "));
    session.stop();
    expect(last()).toMatchObject({ content: "하나 ", state: "interrupted" });
    expect(phase()).toBe("ready");
    const cancelled = await server.next("POST", "/api/chat/turns/t1/cancel");
    expect(cancelled.body).toEqual({});
    cancelled.answer({});
    const stored = room.storedMessage({ content: "하나 둘 ", status: "interrupted" });
    (await server.next("GET", MESSAGES)).answer({ messages: [stored], next_cursor: null, total: 1 });
    await soon(() => expect(last()?.content).toBe("하나 둘 "));
  });

  it("before the turn has a name cancels it as soon as it has one", async () => {
    const { session, last } = open([]);
    session.send("안녕?");
    const asked = await server.next("POST", STREAM);
    session.stop();
    expect(phase()).toBe("ready");
    asked.tell(1, turn());
    await server.next("POST", "/api/chat/turns/t1/cancel");
    expect(last()).toMatchObject({ role: "character", state: "interrupted" });
    expect(phase()).toBe("ready");
  });
});

describe("a page that is looked at again", () => {
  it("follows what another tab began", async () => {
    const { lines, last, wake } = open([]);
    wake();
    const running = room.storedMessage({ content: "하나 ", status: "streaming", turn_id: "t1" });
    const line = room.storedMessage({ id: "m1", role: "user", content: "안녕?" });
    (await server.next("GET", MESSAGES)).answer({ messages: [line, running], next_cursor: null, total: 1 });
    const asked = await server.next("GET", `${STREAM}/t1`);
    asked.tell(1, turn(), text("하나 둘"), done("하나 둘"));
    await soon(() => expect(last()).toMatchObject({ content: "하나 둘", state: "complete" }));
    expect(lines().map(({ content }) => content)).toEqual(["안녕?", "하나 둘"]);
  });

  it("leaves a line alone that the person sent meanwhile", async () => {
    const { session, wake, lines } = open([]);
    wake();
    const listed = await server.next("GET", MESSAGES);
    session.send("안녕?");
    const asked = await server.next("POST", STREAM);
    const running = room.storedMessage({ content: "하나 ", status: "streaming", turn_id: "t0" });
    listed.answer({ messages: [running], next_cursor: null, total: 1 });
    asked.tell(1, turn(), done("응."));
    await soon(() => expect(lines().map(({ content }) => content)).toEqual(["안녕?", "응."]));
    expect(server.count("GET", `${STREAM}/t0`)).toBe(0);
  });
});

describe("a page that is opened", () => {
  const running = room.storedMessage({ content: "하나 ", status: "streaming" });

  it("joins the turn that runs and shows no less than before", async () => {
    const { last } = open([running]);
    const listed = await server.next("GET", MESSAGES);
    listed.answer({ messages: [{ ...running, turn_id: "t1" }], next_cursor: null, total: 1 });
    const asked = await server.next("GET", `${STREAM}/t1`);
    asked.tell(1, turn(), text("하나 "), text("둘"), done("하나 둘"));
    await soon(() => expect(last()).toMatchObject({ content: "하나 둘", state: "complete" }));
    expect(opened.lines()).toHaveLength(1);
  });

  it("shows what is stored of a turn that died with the server", async () => {
    const { last } = open([running]);
    const listed = await server.next("GET", MESSAGES);
    listed.answer({ messages: [{ ...running, status: "interrupted" }], next_cursor: null, total: 1 });
    await soon(() => expect(last()?.state).toBe("interrupted"));
    expect(phase()).toBe("ready");
  });

  it("asks for the answer that a stored line never got", async () => {
    const line = room.storedMessage({ id: "m1", role: "user", content: "안녕?", client_message_id: "c-1" });
    const { lines } = open([line]);
    const listed = await server.next("GET", MESSAGES);
    listed.answer({ messages: [line], next_cursor: null, total: 1 });
    const asked = await server.next("POST", STREAM);
    expect(asked.body).toMatchObject({ client_message_id: "c-1", messages: [{ content: "안녕?" }] });
    asked.tell(1, turn(), done("응."));
    await soon(() => expect(lines().map(({ content }) => content)).toEqual(["안녕?", "응."]));
  });
});

it("keeps the draft of its own play", () => {
  const { session } = open([]);
  expect(session.getDraft()).toBe("");
  session.setDraft("쓰다 만");
  expect(session.getDraft()).toBe("쓰다 만");
  session.setDraft("");
  expect(session.getDraft()).toBe("");
});
