import { describe, expect, it } from "vitest";
import { Scheduler } from "@/lib/speech/scheduler";
import { switchesByLease } from "@/tests/support/model-switches";

const SWITCH_MS = 2500;
const LEASE_MS = 10_000;

interface Spoken {
  user: string;
  model: string;
  instance: string;
  askedAt: number;
  startedAt: number;
  endedAt: number;
  workMs: number;
}

/** Engines that take time on a hand-moved clock: a switch of model, then the speech. */
function theatre(names: string[], options: { switchMs?: number } = {}) {
  const { switchMs = SWITCH_MS } = options;
  let now = 0;
  const events: { at: number; run: () => void }[] = [];
  const at = (time: number, run: () => void) => events.push({ at: time, run });
  const scheduler = new Scheduler({ now: () => now, maxLeaseMs: LEASE_MS });
  const loaded = new Map<string, string>();
  const up = new Map(names.map((name) => [name, true]));
  const switches: { instance: string; at: number }[] = [];
  const spoken: Spoken[] = [];
  const busy = new Set<string>();
  for (const name of names) {
    scheduler.addInstance(name, { pool: "voice", concurrency: 1, isUsable: () => up.get(name) ?? false });
  }
  const say = (
    user: string,
    model: string,
    ms: number,
    more: { deadline?: number; signal?: AbortSignal } = {},
  ) => {
    const askedAt = now;
    return scheduler.submit({
      pool: "voice",
      model,
      userId: user,
      priority: "live",
      deadline: () => more.deadline ?? askedAt,
      signal: more.signal ?? new AbortController().signal,
      run: (_signal, instance) =>
        new Promise<void>((resolve) => {
          if (busy.has(instance)) throw new Error("two at once");
          busy.add(instance);
          const change = loaded.get(instance) === model ? 0 : switchMs;
          if (change > 0 && loaded.has(instance)) switches.push({ instance, at: now });
          loaded.set(instance, model);
          const startedAt = now;
          at(now + change + ms, () => {
            busy.delete(instance);
            spoken.push({ user, model, instance, askedAt, startedAt, endedAt: now, workMs: ms });
            resolve();
          });
        }),
    });
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  /** Lets time pass until nothing is to come any more. */
  const play = async () => {
    for (await settle(); events.length > 0; await settle()) {
      events.sort((a, b) => a.at - b.at);
      const next = events.shift();
      if (!next) return;
      now = Math.max(now, next.at);
      next.run();
    }
  };
  return { scheduler, say, at, play, spoken, switches, up, loaded, now: () => now };
}

describe("one model at a time", () => {
  it("goes on with the model it has, also when another's job came first", async () => {
    const { say, play, spoken, switches } = theatre(["a"]);
    for (const model of ["x", "y", "x", "y", "x"]) void say(`${model} user`, model, 800);
    await play();
    expect(spoken.map(({ model }) => model).join("")).toBe("xxxyy");
    expect(switches).toHaveLength(1);
  });

  it("lets others have their turn after a lease, however much work its model has", async () => {
    const { say, play, spoken } = theatre(["a"]);
    for (let index = 0; index < 40; index++) void say(`crowd ${index}`, "x", 1000);
    void say("alone", "y", 1000);
    await play();
    const alone = spoken.find(({ user }) => user === "alone");
    expect(alone?.endedAt).toBeLessThanOrEqual(LEASE_MS + SWITCH_MS * 2 + 3000);
  });

  it("lets a listener who hears nothing go before one with sound in hand", async () => {
    const { say, play, spoken } = theatre(["a"]);
    void say("first", "x", 1000);
    void say("calm", "x", 1000, { deadline: 30_000 });
    void say("hungry", "y", 1000);
    await play();
    expect(spoken.map(({ user }) => user)).toEqual(["first", "hungry", "calm"]);
  });

  it("leaves a model to the engine that has it, and takes another up", async () => {
    const { say, play, spoken, switches } = theatre(["a", "b"]);
    for (let round = 0; round < 4; round++)
      for (const model of ["x", "y"]) void say(`${model}${round}`, model, 900);
    await play();
    expect(new Set(spoken.map(({ model, instance }) => model + instance)).size).toBe(2);
    expect(switches).toHaveLength(0);
  });

  it("gives what one engine was doing to another when it goes, and takes it back", async () => {
    const { scheduler, say, at, play, spoken, up } = theatre(["a", "b"]);
    for (let index = 0; index < 12; index++) void say(`user ${index}`, index % 2 ? "x" : "y", 1000);
    at(1500, () => {
      up.set("a", false);
      scheduler.forgetModel("a");
      scheduler.look();
    });
    at(20_000, () => {
      up.set("a", true);
      scheduler.look();
      for (let index = 0; index < 6; index++) void say(`late ${index}`, index % 2 ? "x" : "y", 1000);
    });
    await play();
    expect(spoken).toHaveLength(18);
    const during = spoken.filter(({ startedAt }) => startedAt > 1500 && startedAt < 20_000);
    expect(during.every(({ instance }) => instance === "b")).toBe(true);
    expect(spoken.some(({ startedAt, instance }) => startedAt >= 20_000 && instance === "a")).toBe(true);
  });

  it("rejects what nobody can do any more", async () => {
    const { scheduler, say, play, up } = theatre(["a"]);
    const running = say("one", "x", 1000);
    const waiting = say("two", "x", 1000);
    up.set("a", false);
    scheduler.look();
    await expect(waiting).rejects.toMatchObject({ kind: "unreachable" });
    await play();
    await running;
  });
});

it("a thousand segments, fifty users, four models, two engines: few switches, nobody waits much longer than others", async () => {
  const { say, at, play, spoken, switches } = theatre(["a", "b"]);
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let index = 0; index < 1000; index++) {
    const user = Math.floor(random() * 50);
    const when = Math.floor(random() * 420_000);
    at(when, () => void say(`user ${user}`, `model ${user % 4}`, 500 + random() * 800).catch(() => {}));
  }
  await play();
  expect(spoken).toHaveLength(1000);
  const waits = spoken.map(({ askedAt, endedAt }) => endedAt - askedAt);
  const middle = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const median = middle(waits);
  expect(Math.max(...waits)).toBeLessThanOrEqual(4 * median);
  const log = spoken.map(({ instance, model, askedAt, workMs }) => ({ instance, model, askedAt, workMs }));
  expect(switches.length).toBeLessThanOrEqual(1.5 * switchesByLease(log, LEASE_MS, SWITCH_MS));
});
