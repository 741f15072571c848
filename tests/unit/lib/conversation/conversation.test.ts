import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ChatEvent } from "@/lib/contract/chat-events";
import { pcmOf } from "../speech/clips-fixture";
import { actor, ask, conversationStage, never, reading } from "./conversation-fixture";

const stage = await conversationStage();
const { conversation, answers, db } = stage;
const soon = <T>(check: () => T | Promise<T>) => vi.waitFor(check, 10_000);

afterEach(() => {
  vi.useRealTimers();
  for (const trigger of ["no_progress", "no_end", "no_turn"])
    db.run(sql.raw(`DROP TRIGGER IF EXISTS ${trigger}`));
});

let count = 0;
const newPlay = () => `play-${++count}`;
const turnIdOf = (events: ChatEvent[]) => {
  const turn = events.find((event) => event.type === "turn");
  return turn?.type === "turn" ? turn.data.turn_id : "";
};
const timesAsked = (content: string) =>
  answers.filter(({ prompt }) => prompt.at(-1)?.content === content).length;
/** Begins a turn; resolves when the engine has been asked. */
async function begin(content: string, session_id: string, more: object = {}) {
  const before = timesAsked(content);
  const events = await conversation.begin(actor, "ko", ask(content, { session_id, ...more }), never);
  await soon(() => expect(timesAsked(content)).toBeGreaterThan(before));
  return reading(events);
}
const linesOf = async (play: string) => (await conversation.room(actor, play)).messages;
const newest = () => {
  const answer = answers.at(-1);
  if (!answer) throw new Error("the engine was not asked");
  return answer;
};
/** A line of the character's, cut after `said`. */
async function cutLine(play: string, said: string, more: object = {}): Promise<string> {
  const { seen, ended } = await begin("말하시오.", play, more);
  await soon(() => expect(seen.length).toBeGreaterThan(0));
  newest().say(said);
  await soon(() => expect(seen.some(({ type }) => type === "text")).toBe(true));
  newest().fail(new Error("broke"));
  await ended;
  return (await linesOf(play)).at(-1)?.id ?? "";
}

it("a line for a play that must be there begins none where it was deleted", async () => {
  const play = newPlay();
  const { ended } = await begin("여기 있소?", play);
  newest().say("있소.");
  newest().finish();
  await ended;
  await conversation.deletePlay(actor, play);
  const again = ask("아직 있소?", { session_id: play, session_must_exist: true });
  await expect(conversation.begin(actor, "ko", again, never)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(conversation.findPlay(actor, play)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

describe("at once", () => {
  it("two lines are answered one after the other, the first cut short, none lost", async () => {
    const play = newPlay();
    const [one, two] = await Promise.all([begin("첫째.", play), begin("둘째.", play)]);
    expect((await one.ended).at(-1)).toMatchObject({ type: "done", data: { finish_reason: "cancelled" } });
    newest().say("둘 다 들었소.");
    newest().finish();
    expect((await two.ended).at(-1)?.type).toBe("done");
    expect((await linesOf(play)).map(({ content }) => content)).toEqual(["첫째.", "둘째.", "둘 다 들었소."]);
  });

  it("two requests to go on are one turn", async () => {
    const play = newPlay();
    const line = await cutLine(play, "내가 말하자면 ");
    const before = answers.length;
    const go = async () =>
      reading(await conversation.continue(actor, "ko", play, line, { tts_enabled: false }, never));
    const [one, two] = await Promise.all([go(), go()]);
    await soon(() => expect(answers.length).toBe(before + 1));
    newest().say("이렇소.");
    newest().finish();
    expect(await two.ended).toEqual(await one.ended);
    expect(answers.length).toBe(before + 1);
    expect((await linesOf(play)).at(-1)).toMatchObject({
      content: "내가 말하자면 이렇소.",
      status: "complete",
    });
  });

  it("a line that came in between is not gone behind: going on is refused", async () => {
    const play = newPlay();
    const line = await cutLine(play, "내가 ");
    const next = begin("됐소.", play);
    const going = conversation.continue(actor, "ko", play, line, { tts_enabled: false }, never);
    await expect(going).rejects.toMatchObject({ code: "CONFLICT" });
    const { ended } = await next;
    newest().finish();
    await ended;
  });

  it("a reader who leaves while the turn starts stops nothing", async () => {
    const play = newPlay();
    const gone = new AbortController();
    const starting = conversation.begin(actor, "ko", ask("나 먼저 가오.", { session_id: play }), gone.signal);
    gone.abort();
    await expect(reading(await starting).ended).rejects.toThrow();
    await soon(() => expect(timesAsked("나 먼저 가오.")).toBe(1));
    newest().say("잘 가시오.");
    newest().finish();
    await soon(async () => expect((await linesOf(play)).at(-1)?.status).toBe("complete"));
  });
});

describe("the database refuses", () => {
  const broken = (trigger: string, on: string) =>
    db.run(sql.raw(`CREATE TRIGGER ${trigger} BEFORE ${on} BEGIN SELECT RAISE(ABORT, 'refused'); END`));

  it.each([
    ["what is said", "no_progress", "UPDATE OF content ON messages"],
    ["the turn's end", "no_end", "UPDATE OF status ON turns"],
  ])("%s: the turn ends with an error and nobody waits", async (_what, trigger, on) => {
    const play = newPlay();
    const { seen, ended } = await begin("들리시오?", play);
    await soon(() => expect(seen.length).toBeGreaterThan(0));
    broken(trigger, on);
    newest().say("들리오. 아주 잘 들리오. ");
    newest().finish();
    expect((await ended).at(-1)).toMatchObject({ type: "error", data: { code: "INTERNAL_ERROR" } });
    expect((await linesOf(play)).at(-1)?.status).toBe("interrupted");
    db.run(sql.raw(`DROP TRIGGER ${trigger}`));
    const after = await begin("이제는?", play);
    newest().say("이제 되었소.");
    newest().finish();
    expect((await after.ended).at(-1)?.type).toBe("done");
    expect(stage.logged.join("")).not.toMatch(/들리|되었소/);
  });

  it("a turn that cannot be stored is refused, its line kept, and the play goes on", async () => {
    const play = newPlay();
    broken("no_turn", "INSERT ON turns");
    await expect(begin("첫마디.", play)).rejects.toThrow(/refused/);
    db.run(sql`DROP TRIGGER no_turn`);
    const { ended } = await begin("두 번째.", play);
    newest().finish();
    await ended;
    expect((await linesOf(play)).map(({ content }) => content)).toEqual(["첫마디.", "두 번째."]);
  });
});

it("a turn whose log is gone is told from what is stored, an ended one without a word too", async () => {
  const play = newPlay();
  const { seen, ended } = await begin("가만.", play);
  await soon(() => expect(seen.length).toBeGreaterThan(0));
  const turnId = turnIdOf(seen);
  await conversation.cancel(actor, turnId, {});
  await ended;
  vi.spyOn(stage.deps.turns, "find").mockReturnValue(null);
  const told = await reading(await conversation.follow(actor, turnId, 40, "ko", never)).ended;
  vi.restoreAllMocks();
  expect(told.map(({ type }) => type)).toEqual(["turn", "done"]);
  expect(told.at(-1)).toMatchObject({ data: { finish_reason: "cancelled", content: "" } });
});

describe("speech", () => {
  const spoken = { tts_enabled: true };
  const { engine, scheduler } = stage;
  const isIdle = () => {
    const { queued, running } = scheduler.snapshot("gpt-sovits-0");
    return queued + running === 0;
  };
  /** The engine finishes what it was given; it takes no abort. */
  const drain = () => {
    for (const { outcome } of engine.syntheses) outcome.resolve(pcmOf(8));
  };

  it("of a line's first part is stopped with the part that goes on", async () => {
    const play = newPlay();
    const line = await cutLine(play, "먼저 한 말이오. 그다음 말이오. ", spoken);
    const made = engine.syntheses.length;
    expect(scheduler.snapshot("gpt-sovits-0").queued).toBeGreaterThan(0);
    const going = reading(await conversation.continue(actor, "ko", play, line, spoken, never));
    await soon(() => expect(going.seen.length).toBeGreaterThan(0));
    await conversation.cancel(actor, turnIdOf(going.seen), {});
    await going.ended;
    expect(scheduler.snapshot("gpt-sovits-0").queued).toBe(0);
    drain();
    await soon(() => expect(isIdle()).toBe(true));
    expect(engine.syntheses.length).toBe(made);
  });

  it("that was delayed is never made once its turn is stopped, and nothing waits for it", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const made = engine.syntheses.length;
    const { seen, ended } = await begin("천천히.", newPlay(), {
      ...spoken,
      tts_mode: "delayed",
      tts_delay_ms: 5000,
    });
    const timers = vi.getTimerCount();
    newest().say("천천히 하겠소. 그러지요.");
    newest().finish();
    await ended;
    const delayed = seen.filter(({ type }) => type === "segment").length;
    expect(vi.getTimerCount()).toBeGreaterThanOrEqual(timers + delayed);
    await conversation.cancel(actor, turnIdOf(seen), {});
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(engine.syntheses.length).toBe(made);
  });

  it("that waits behind another person's is told once, with how many are before it", async () => {
    await soon(() => expect(isIdle()).toBe(true));
    let finish = () => {};
    const other = scheduler.submit({
      pool: "gpt-sovits",
      userId: "another",
      priority: "live",
      deadline: () => 0,
      signal: never,
      run: () => new Promise<void>((resolve) => (finish = resolve)),
    });
    const { seen, ended } = await begin("바쁘시오?", newPlay(), spoken);
    newest().say("잠시만 기다리시오. 곧 말하겠소. 그러지요.");
    newest().finish();
    await ended;
    const notices = seen.flatMap((event) => (event.type === "notice" ? [event.data] : []));
    expect(notices).toEqual([expect.objectContaining({ code: "VOICE_BUSY", segment_index: 0 })]);
    expect(notices[0]?.message).toContain("앞에 1마디");
    finish();
    await other;
    const draining = setInterval(drain, 5);
    await soon(() => expect(isIdle()).toBe(true));
    clearInterval(draining);
  });
});
