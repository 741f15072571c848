import { describe, expect, it } from "vitest";
import { createDeferred, type Deferred } from "@/lib/async/deferred";
import { Scheduler, type SchedulerJob } from "@/lib/speech/scheduler";

/** A scheduler with a hand-moved clock, and jobs that note when they start and wait to be let go. */
function setUp({ concurrency = 1, maxBackgroundWaitMs = 30_000 } = {}) {
  const clock = { now: 1_000_000 };
  const scheduler = new Scheduler({ now: () => clock.now, maxBackgroundWaitMs });
  scheduler.addInstance("voice", { pool: "voice", concurrency });
  const started: string[] = [];
  const gates = new Map<string, Deferred<void>>();

  const job = (name: string, fields: Partial<SchedulerJob<string>> = {}): SchedulerJob<string> => ({
    pool: "voice",
    deadline: () => clock.now,
    priority: "live",
    userId: "someone",
    signal: new AbortController().signal,
    run: async () => {
      started.push(name);
      const gate = createDeferred<void>();
      gates.set(name, gate);
      await gate.promise;
      return name;
    },
    ...fields,
  });

  /** Lets running jobs end one after another until nothing runs. */
  const letAllGo = async () => {
    while (scheduler.snapshot("voice").running > 0) {
      for (const [name, gate] of gates) {
        gates.delete(name);
        gate.resolve();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  };
  return { clock, scheduler, started, gates, job, letAllGo };
}

describe("order", () => {
  it("takes the earliest deadline first, live before background", async () => {
    const { clock, scheduler, started, job, letAllGo } = setUp();
    const deadlineIn = (ms: number) => ({ deadline: () => 1_000_000 + ms });
    clock.now = 1_000_000;
    const all = [
      job("running"),
      job("preview", { priority: "background", ...deadlineIn(1) }),
      job("late", deadlineIn(9000)),
      job("soon", deadlineIn(100)),
      job("never", { deadline: () => Number.POSITIVE_INFINITY }),
      job("middle", deadlineIn(5000)),
    ].map((each) => scheduler.submit(each));
    await letAllGo();
    expect(await Promise.all(all)).toEqual(["running", "preview", "late", "soon", "never", "middle"]);
    expect(started).toEqual(["running", "soon", "middle", "late", "never", "preview"]);
  });

  it("reads deadline and priority again whenever a slot frees", async () => {
    const { scheduler, started, job, letAllGo } = setUp();
    let deadline = 2_000_000;
    const moved = job("moved", { deadline: () => deadline });
    const raised = job("raised", { priority: "background", deadline: () => 1_100_000 });
    const all = [job("running"), job("first", { deadline: () => 1_500_000 }), moved, raised].map((each) =>
      scheduler.submit(each),
    );
    deadline = 1_200_000;
    raised.priority = "live";
    await letAllGo();
    await Promise.all(all);
    expect(started).toEqual(["running", "raised", "moved", "first"]);
  });

  it("is fair between users whose sound is already late, and keeps a user's own order", async () => {
    const { scheduler, started, job, letAllGo } = setUp();
    const late = (userId: string, at: number) => ({ userId, deadline: () => at });
    const all = [
      job("greedy 1", late("greedy", 900_000)),
      job("greedy 2", late("greedy", 900_001)),
      job("greedy 3", late("greedy", 900_002)),
      job("greedy 4", late("greedy", 900_003)),
      job("modest 1", late("modest", 999_998)),
      job("modest 2", late("modest", 999_999)),
      job("third 1", late("third", 1_000_000)),
    ].map((each) => scheduler.submit(each));
    await letAllGo();
    await Promise.all(all);
    expect(started).toEqual([
      "greedy 1",
      "modest 1",
      "third 1",
      "greedy 2",
      "modest 2",
      "greedy 3",
      "greedy 4",
    ]);
  });

  it("lets background work through after its longest wait, however much live work there is", async () => {
    const { clock, scheduler, started, gates, job, letAllGo } = setUp({ maxBackgroundWaitMs: 10_000 });
    const background = { priority: "background" as const };
    const all = ["warm-up 1", "warm-up 2"].map((name) => job(name, background));
    const outcomes = [job("live 0"), ...all].map((each) => scheduler.submit(each));
    for (let round = 1; round <= 9; round += 1) {
      clock.now += 3000;
      outcomes.push(scheduler.submit(job(`live ${round}`, { userId: `listener ${round}` })));
      gates.get(started.at(-1) ?? "")?.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(started.map((name) => name.replace(/live .*/, "live"))).toEqual([
      ...["live", "live", "live", "live", "warm-up 1"],
      ...["live", "live", "live", "warm-up 2", "live"],
    ]);
    await letAllGo();
    await Promise.all(outcomes);
  });

  it("tells how many of other people's come before a job", async () => {
    const { scheduler, job, letAllGo } = setUp();
    const running = job("running", { userId: "other" });
    const soon = job("soon", { userId: "third" });
    const [own, late] = [job("own"), job("late", { deadline: () => 9e12 })];
    const all = [running, late, own, soon].map((each) => scheduler.submit(each));
    expect([running, soon, own, late].map((each) => scheduler.ahead(each))).toEqual([0, 2, 1, 2]);
    expect(scheduler.snapshot("voice")).toEqual({ queued: 3, running: 1 });
    await letAllGo();
    await Promise.all(all);
    expect(scheduler.ahead(late)).toBe(0);
  });
});

describe("aborting", () => {
  it("takes a queued job out at once and never runs it", async () => {
    const { scheduler, started, job, letAllGo } = setUp();
    const abort = new AbortController();
    const running = scheduler.submit(job("running"));
    const queued = scheduler.submit(job("queued", { signal: abort.signal }));
    abort.abort();
    await expect(queued).rejects.toMatchObject({ name: "UpstreamError", kind: "aborted" });
    expect(scheduler.snapshot("voice")).toEqual({ queued: 0, running: 1 });
    await letAllGo();
    await running;
    expect(started).toEqual(["running"]);
  });

  it("answers at once for a running job, and frees its slot only when the run has settled", async () => {
    const { scheduler, started, gates, job, letAllGo } = setUp();
    const abort = new AbortController();
    let seen: AbortSignal | null = null;
    const stubborn = job("stubborn", { signal: abort.signal });
    const { run } = stubborn;
    stubborn.run = (signal, id) => {
      seen = signal;
      return run(signal, id);
    };
    const first = scheduler.submit(stubborn);
    const second = scheduler.submit(job("second"));
    abort.abort();
    await expect(first).rejects.toMatchObject({ kind: "aborted" });
    expect(seen).toMatchObject({ aborted: true });
    expect(started).toEqual(["stubborn"]);
    expect(scheduler.snapshot("voice")).toEqual({ queued: 1, running: 1 });
    gates.get("stubborn")?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).toEqual(["stubborn", "second"]);
    await letAllGo();
    await second;
  });

  it("refuses a job that is aborted already, and one for an unknown instance", async () => {
    const { scheduler, started, job } = setUp();
    await expect(scheduler.submit(job("a", { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      kind: "aborted",
    });
    await expect(scheduler.submit(job("b", { pool: "none" }))).rejects.toMatchObject({
      kind: "unreachable",
    });
    expect(started).toEqual([]);
  });

  it("passes a run's own failure on, a thrown one too, and goes on", async () => {
    const { scheduler, job, letAllGo } = setUp();
    const failing = job("failing", { run: () => Promise.reject(new Error("engine fell over")) });
    const throwing = job("throwing", {
      run: () => {
        throw new Error("thrown");
      },
    });
    const outcomes = Promise.allSettled(
      [failing, throwing, job("well")].map((each) => scheduler.submit(each)),
    );
    await new Promise((resolve) => setImmediate(resolve));
    await letAllGo();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
  });
});

describe("instances", () => {
  it("rejects what waits for an instance that is taken away, and never overlaps when it comes back", async () => {
    const { scheduler, started, gates, job, letAllGo } = setUp();
    const running = scheduler.submit(job("running"));
    const queued = scheduler.submit(job("queued"));
    scheduler.removeInstance("voice");
    await expect(queued).rejects.toMatchObject({ kind: "unreachable", retryable: true });
    await expect(scheduler.submit(job("late"))).rejects.toMatchObject({ kind: "unreachable" });
    scheduler.addInstance("voice", { pool: "voice", concurrency: 1 });
    const next = scheduler.submit(job("next"));
    expect(started).toEqual(["running"]);
    gates.get("running")?.resolve();
    expect(await running).toBe("running");
    await letAllGo();
    expect(await next).toBe("next");
  });

  it("keep their queues apart", async () => {
    const { scheduler, started, job, letAllGo } = setUp();
    scheduler.addInstance("other", { pool: "other", concurrency: 1 });
    const all = [job("one"), job("two", { pool: "other" })].map((each) => scheduler.submit(each));
    expect(started).toEqual(["one", "two"]);
    await letAllGo();
    await Promise.all(all);
  });

  it("take more at once when told so", async () => {
    const { scheduler, started, job, letAllGo } = setUp();
    const all = ["a", "b", "c"].map((name) => scheduler.submit(job(name)));
    expect(started).toEqual(["a"]);
    scheduler.addInstance("voice", { pool: "voice", concurrency: 2 });
    expect(started).toEqual(["a", "b"]);
    await letAllGo();
    await Promise.all(all);
  });

  it("close by aborting everything and waiting for the runs to settle", async () => {
    const { scheduler, gates, job } = setUp();
    const outcomes = Promise.allSettled([scheduler.submit(job("running")), scheduler.submit(job("queued"))]);
    let isClosed = false;
    const closing = scheduler.close().then(() => {
      isClosed = true;
    });
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    gates.get("running")?.resolve();
    await closing;
    await expect(scheduler.submit(job("late"))).rejects.toMatchObject({ kind: "unreachable" });
    await scheduler.drain();
  });
});

it("never overlaps, never loses and never doubles a job under random load", async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    let state = seed * 2_654_435_761;
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    const concurrency = 1 + random(3);
    let now = 0;
    const scheduler = new Scheduler({ now: () => now, maxBackgroundWaitMs: 50 });
    scheduler.addInstance("voice", { pool: "voice", concurrency });
    let running = 0;
    let most = 0;
    const runs = new Map<number, number>();
    const runningGates: Deferred<void>[] = [];
    const submitted: { promise: Promise<number>; abort: AbortController }[] = [];

    for (let step = 0; step < 400; step += 1) {
      now += random(10);
      const action = random(4);
      if (action <= 1) {
        const name = submitted.length;
        const abort = new AbortController();
        const due = now + random(1000);
        const promise = scheduler.submit({
          pool: "voice",
          deadline: () => due,
          priority: random(3) === 0 ? "background" : "live",
          userId: `user ${random(5)}`,
          signal: abort.signal,
          run: async () => {
            runs.set(name, (runs.get(name) ?? 0) + 1);
            running += 1;
            most = Math.max(most, running);
            const gate = createDeferred<void>();
            runningGates.push(gate);
            await gate.promise;
            running -= 1;
            return name;
          },
        });
        promise.catch(() => undefined);
        submitted.push({ promise, abort });
      } else if (action === 2) {
        runningGates.splice(random(runningGates.length + 1), 1)[0]?.resolve();
      } else if (random(3) === 0) {
        submitted[random(submitted.length + 1)]?.abort.abort();
      }
      await Promise.resolve();
    }
    while (scheduler.snapshot("voice").queued + scheduler.snapshot("voice").running > 0) {
      for (const gate of runningGates.splice(0)) gate.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await scheduler.drain();
    expect(most).toBeLessThanOrEqual(concurrency);
    expect(running).toBe(0);
    const outcomes = await Promise.allSettled(submitted.map(({ promise }) => promise));
    for (const [name, outcome] of outcomes.entries()) {
      expect(runs.get(name) ?? 0).toBeLessThanOrEqual(1);
      if (outcome.status === "fulfilled") expect([outcome.value, runs.get(name)]).toEqual([name, 1]);
      else expect(submitted[name]?.abort.signal.aborted).toBe(true);
    }
  }
});
