import { afterAll, beforeAll, expect, it } from "vitest";
import { type Failure, openStage, type Stage } from "../support/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ MAX_CONCURRENT_SESSIONS: "1", RATE_LIMIT_TURNS: "2", RATE_LIMIT_SYNTHESES: "1" });
});
afterAll(() => stage.close());

const ask = (more: object = {}) => ({
  messages: [{ role: "user", content: "들어가도 되겠소?" }],
  character_id: "hong-gildong",
  tts_enabled: false,
  ...more,
});
const seatOf = async (client: { get: Stage["program"]["get"] }, id: string) =>
  (await client.get(`/api/seats/${id}`)).json<{ data: object }>().data;

it("one more than there are seats waits at its place and comes in when the seat is left", async () => {
  const [first, second] = [stage.person(), stage.person()];
  expect((await first.post("/api/chat", ask({ session_id: "door-a" }))).status).toBe(200);
  const refused = await second.post("/api/chat", ask({ session_id: "door-b" }));
  expect([refused.status, refused.headers["retry-after"]]).toEqual([503, "2"]);
  expect(refused.json<Failure>().error).toMatchObject({
    code: "CAPACITY_REACHED",
    details: { session_id: "door-b", place: 1, retry_after_ms: 2000 },
  });
  expect(await seatOf(first, "door-a")).toEqual({ state: "seated", place: null, expected_wait_ms: null });
  expect(await seatOf(second, "door-b")).toMatchObject({ state: "waiting", place: 1 });
  expect(await seatOf(second, "door-a")).toMatchObject({ state: "none" });
  expect((await first.post("/api/chat", ask({ session_id: "door-a" }))).status).toBe(200);
  await first.post("/api/sessions/door-a/leave", {});
  expect(await seatOf(second, "door-b")).toMatchObject({ state: "seated" });
  expect((await second.post("/api/chat", ask({ session_id: "door-b" }))).status).toBe(200);
  await second.post("/api/sessions/door-b/leave", {});
});

it("a person who asks too often is told when to come again; a request without a session gives its seat back", async () => {
  const person = stage.person();
  for (let turn = 0; turn < 2; turn++) expect((await person.post("/api/chat", ask())).status).toBe(200);
  const refused = await person.post("/api/chat", ask());
  expect([refused.status, refused.json<Failure>().error.code]).toEqual([429, "RATE_LIMITED"]);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect((await stage.person().post("/api/chat", ask())).status).toBe(200);
});

it("so many syntheses a minute; what is there already does not count", async () => {
  const person = stage.person();
  const say = (text: string) => person.post("/api/tts", { text });
  expect((await say("한 번.")).status).toBe(200);
  expect((await say("한 번.")).status).toBe(200);
  expect((await say("두 번.")).status).toBe(429);
});
