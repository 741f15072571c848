import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ChatEvent } from "@/lib/contract/chat-events";
import type { Message } from "@/lib/contract/session";
import type { TestClient } from "../support/client";
import { type Failure, loudness, openStage, type Stage, until } from "../support/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(async () => {
  await stage.ollama.behave("well");
  await stage.voice.behave("well");
  await until(async () => {
    const { data } = (await stage.program.get("/api/health")).json<{ data: { llm: string; tts: string } }>();
    return data.llm === "healthy" && data.tts === "healthy";
  });
});

const line = (content: string, more: object = {}) => ({
  messages: [{ role: "user", content }],
  character_id: "hong-gildong",
  ...more,
});

async function openPlay(person: TestClient): Promise<string> {
  const answer = await person.post("/api/sessions", { character_id: "hong-gildong", language: "ko" });
  return answer.json<{ data: { id: string } }>().data.id;
}

async function collect(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const all: ChatEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function messagesOf(person: TestClient, playId: string): Promise<Message[]> {
  const answer = await person.get(`/api/sessions/${playId}/messages`);
  return answer.json<{ data: { messages: Message[] } }>().data.messages;
}

const textOf = (events: ChatEvent[]) =>
  events.map((event) => (event.type === "text" ? event.data.delta : "")).join("");

it("a turn's events are numbered from 1 and its text is what is stored", async () => {
  const person = stage.person();
  const session_id = await openPlay(person);
  const events = await collect(
    person.events("/api/chat/stream", { json: line("안녕하신가?", { session_id }) }),
  );
  expect(events.map((event) => event.id)).toEqual(events.map((_, at) => at + 1));
  expect(events[0]?.type).toBe("turn");
  const done = events.at(-1);
  if (done?.type !== "done") throw new Error("the turn has no end");
  expect(textOf(events)).toBe(done.data.content);
  for (const event of events) {
    if (event.type !== "segment") continue;
    expect(done.data.content.slice(event.data.start, event.data.end)).toBe(event.data.text);
  }
  const [greeting, asked, answered] = await messagesOf(person, session_id);
  expect(greeting?.role).toBe("assistant");
  expect(asked?.content).toBe("안녕하신가?");
  expect(answered?.content).toBe(done.data.content);
  expect(answered?.status).toBe("complete");
});

it("a play's greeting can be heard before anything is said", async () => {
  const person = stage.person();
  const [greeting] = await messagesOf(person, await openPlay(person));
  expect(greeting?.segments.length).toBeGreaterThan(1);
  for (const segment of greeting?.segments ?? []) {
    expect(greeting?.content.slice(segment.start, segment.end)).toBe(segment.text);
    expect(loudness((await person.get(segment.audio_url)).bytes)).toBeGreaterThan(0.05);
  }
});

it("a broken stream is taken up where it stopped, also from another tab and after its end", async () => {
  const person = stage.person();
  const first: ChatEvent[] = [];
  for await (const event of person.events("/api/chat/stream", { json: line("이야기를 들려주게.") })) {
    first.push(event);
    if (event.type === "segment") break;
  }
  const turn = first.find((event) => event.type === "turn");
  const url = `/api/chat/stream/${turn?.data.turn_id}`;
  const rest = await collect(person.events(url, { headers: { "last-event-id": String(first.length) } }));
  expect(rest[0]?.id).toBe(first.length + 1);
  const done = rest.at(-1);
  if (done?.type !== "done") throw new Error("the turn has no end");
  expect(textOf([...first, ...rest])).toBe(done.data.content);
  expect(await collect(person.events(url))).toEqual([...first, ...rest]);
  expect((await stage.person().get(url)).status).toBe(404);
});

it("the same line sent twice is one turn and one line", async () => {
  const person = stage.person();
  const session_id = await openPlay(person);
  const json = line("두 번 보낸 말.", { session_id, client_message_id: randomUUID() });
  const [one, two] = await Promise.all([
    collect(person.events("/api/chat/stream", { json })),
    collect(person.events("/api/chat/stream", { json })),
  ]);
  expect(textOf(two)).toBe(textOf(one));
  const lines = await messagesOf(person, session_id);
  expect(lines.filter((message) => message.role === "user")).toHaveLength(1);
});

it("a new line cancels the running turn; what was said stays, and how much was heard", async () => {
  const person = stage.person();
  const session_id = await openPlay(person);
  await stage.ollama.behave("endless", { next: 1 });
  const stream = person.events("/api/chat/stream", { json: line("끝없이 말해 보게.", { session_id }) });
  let turnId = "";
  for await (const event of stream) {
    if (event.type === "turn") turnId = event.data.turn_id;
    if (event.type === "segment" && event.data.index === 2) break;
  }
  await person.post(`/api/chat/turns/${turnId}/playback`, {
    segment_index: 0,
    position_ms: 100,
    buffered_ms: 900,
  });
  const next = await collect(
    person.events("/api/chat/stream", { json: line("그만. 다른 이야기를.", { session_id }) }),
  );
  expect(next.at(-1)?.type).toBe("done");
  await person.post(`/api/chat/turns/${turnId}/cancel`, { segment_index: 1, position_ms: 0 });
  const cut = (await messagesOf(person, session_id)).find((message) => message.status === "interrupted");
  expect(cut?.content.length).toBeGreaterThan(10);
  expect(cut?.heard_until).toBe(cut?.segments[1]?.start);
  await until(() => stage.ollama.idle);
});

it("the model is sent what was heard of a line that was cut, not what was not", async () => {
  const person = stage.person();
  const session_id = await openPlay(person);
  const events = await collect(
    person.events("/api/chat/stream", { json: line("말해 보게.", { session_id }) }),
  );
  const turn = events.find((event) => event.type === "turn");
  const done = events.find((event) => event.type === "done");
  await person.post(`/api/chat/turns/${turn?.data.turn_id}/cancel`, { segment_index: 1, position_ms: 0 });
  await collect(person.events("/api/chat/stream", { json: line("계속.", { session_id }) }));
  const sent = JSON.stringify(stage.ollama.log.requests.at(-1)?.body);
  expect(sent).not.toContain(done?.data.content.slice(-12));
});

describe("the language engine goes away", () => {
  it("before the answer: 503, the line is kept, the same line sent again is answered once it is back", async () => {
    const person = stage.person();
    const session_id = await openPlay(person);
    await collect(person.events("/api/chat/stream", { json: line("처음 뵙겠소.", { session_id }) }));
    await stage.ollama.behave("down");
    const json = line("들리시오?", { session_id, client_message_id: randomUUID() });
    // The first failure may still be the connection's own; from then on the engine is known to be away.
    const answers = [await person.post("/api/chat", json), await person.post("/api/chat", json)];
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.json<Failure>().error.code).toBe("SERVICE_UNAVAILABLE");
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    }
    expect((await messagesOf(person, session_id)).at(-1)?.content).toBe("들리시오?");
    await stage.ollama.behave("well");
    let answered = await person.post("/api/chat", json);
    await until(async () => {
      if (answered.status === 503) answered = await person.post("/api/chat", json);
      return answered.status === 200;
    });
    const lines = await messagesOf(person, session_id);
    expect(lines.filter((message) => message.content === "들리시오?")).toHaveLength(1);
    expect(lines.at(-1)?.role).toBe("assistant");
  });

  it("never lets canned lines into a play that began on it; a new play begins on the demo cast", async () => {
    const person = stage.person();
    const session_id = await openPlay(person);
    await person.post("/api/chat", line("처음 뵙겠소.", { session_id }));
    await stage.ollama.behave("down");
    await person.post("/api/chat", line("들리시오?", { session_id }));
    const fresh = await person.post("/api/chat", line("거기 누구 없소?"));
    expect(fresh.json<{ data: { model: string } }>().data.model).toBe("demo-cast");
    expect((await person.post("/api/chat", line("아직이오?", { session_id }))).status).toBe(503);
  });

  it.each(["dieMidStream", "endWithoutDone", "midStreamError", "garbageLines"] as const)(
    "in the middle of a word (%s): what was said is kept, marked, and can go on",
    async (fault) => {
      const person = stage.person();
      const session_id = await openPlay(person);
      await stage.ollama.behave(fault, { next: 1, afterTokens: 9 });
      const events = await collect(
        person.events("/api/chat/stream", { json: line("말하시오.", { session_id }) }),
      );
      const last = events.at(-1);
      expect(last?.type).toBe("error");
      const cut = (await messagesOf(person, session_id)).at(-1);
      expect(cut?.status).toBe("interrupted");
      expect(cut?.content).toBe(textOf(events));
      expect(cut?.content).not.toBe("");
      await until(async () => (await stage.program.get("/api/chat/models")).text.includes("ollama"));
      const more = await collect(
        person.events(`/api/sessions/${session_id}/messages/${cut?.id}/continue`, { json: {} }),
      );
      expect(more.at(-1)?.type).toBe("done");
      const whole = (await messagesOf(person, session_id)).at(-1);
      expect(whole?.content).toBe(`${cut?.content}${textOf(more)}`);
      expect(whole?.status).toBe("complete");
    },
  );

  it.each(["notFound", "serverError", "busy", "garbage", "forbidden", "cloudDown", "canceled"] as const)(
    "refuses (%s): an error with a code, the line kept, the next try is answered",
    async (fault) => {
      const person = stage.person();
      const session_id = await openPlay(person);
      const json = line("거절당할 말.", { session_id, client_message_id: randomUUID() });
      await stage.ollama.behave(fault, { next: 1 });
      const refused = await person.post("/api/chat", json);
      expect([502, 503]).toContain(refused.status);
      expect(refused.json<Failure>().error.message).toMatch(/[가-힣]/);
      const [, kept] = await messagesOf(person, session_id);
      expect(kept?.content).toBe("거절당할 말.");
      await until(async () => (await person.post("/api/chat", json)).status === 200);
    },
  );

  it("hangs: the person can stop waiting, and the engine is let go", async () => {
    const person = stage.person();
    await stage.ollama.behave("hang", { next: 1 });
    const events: ChatEvent[] = [];
    for await (const event of person.events("/api/chat/stream", { json: line("대답 없는 말.") })) {
      events.push(event);
      if (event.type === "turn") await person.post(`/api/chat/turns/${event.data.turn_id}/cancel`, {});
    }
    expect(events.at(-1)?.type).toBe("done");
    await until(() => stage.ollama.log.requests.at(-1)?.aborted === true);
  });
});
