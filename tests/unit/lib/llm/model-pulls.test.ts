import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AppError } from "@/lib/contract/app-error";
import { ModelPulls, type PullState } from "@/lib/llm/model-pulls";
import { createOllamaModels } from "@/lib/llm/ollama-models";
import { PullProgress } from "@/lib/llm/pull-progress";
import { recommendModels } from "@/lib/llm/recommended-models";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { type OllamaSimulator, type PullFault, startOllama } from "@/tests/engines/ollama";

let server: OllamaSimulator;
let pulls: ModelPulls;
let installed: string[];
const MODEL = "gemma3:1b";
const SIZE = 815_310_432 + 358 + 8_432 + 490;

const context = (signal = new AbortController().signal): EngineContext => ({
  signal,
  fetch: engineFetch,
  now: Date.now,
  logger: pino({ level: "silent" }),
});
const store = () => createOllamaModels(server.url);

beforeEach(async () => {
  server = await startOllama({ models: [] });
  server.pulls.bytesPerSecond = 1e9;
  installed = [];
  pulls = new ModelPulls({
    store: store(),
    context,
    onInstalled: async (model) => {
      installed.push(model);
    },
    now: Date.now,
  });
});
afterEach(async () => {
  await pulls.close();
  await server.close();
});

async function follow(signal = new AbortController().signal): Promise<PullState[]> {
  const states: PullState[] = [];
  for await (const state of pulls.follow(signal)) states.push(state);
  return states;
}
const until = async (isSo: () => boolean) => {
  for (let tries = 0; !isSo() && tries < 1500; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isSo()).toBe(true);
};

describe("a download", () => {
  it("tells its bytes and its rate, then that the model is there", async () => {
    pulls.start(MODEL);
    const states = await follow();
    expect(states[0]).toMatchObject({ model: MODEL, state: "running", step: "starting", total: 0 });
    const underWay = states.filter(({ step, state }) => step === "downloading" && state === "running");
    expect(underWay.length).toBeGreaterThan(1);
    expect(underWay.every(({ completed, total }) => completed <= total)).toBe(true);
    expect(states.at(-1)).toMatchObject({ state: "done", completed: SIZE, total: SIZE, error: null });
    expect(installed).toEqual([MODEL]);
    expect((await store().list(context())).map(({ name }) => name)).toEqual([MODEL]);
    expect(server.pulls.log[0]?.body).toEqual({ model: MODEL, stream: true });
  });

  it("is joined by who asks for the same, and refuses another meanwhile", async () => {
    server.pulls.bytesPerSecond = 2e8;
    pulls.start(MODEL);
    pulls.start(MODEL);
    expect(() => pulls.start("qwen3:8b")).toThrowError(expect.objectContaining({ code: "CONFLICT" }));
    const first = follow();
    await until(() => (pulls.state?.completed ?? 0) > 0);
    const late = await follow();
    expect(late[0]?.completed).toBeGreaterThan(0);
    expect(late.at(-1)).toEqual((await first).at(-1));
    expect(server.pulls.log).toHaveLength(1);
  });

  it("goes on when who looks on leaves", async () => {
    server.pulls.bytesPerSecond = 2e8;
    pulls.start(MODEL);
    const left = new AbortController();
    const looking = follow(left.signal).catch(() => "left");
    await until(() => (pulls.state?.completed ?? 0) > 0);
    left.abort();
    expect(await looking).toBe("left");
    expect((await follow()).at(-1)?.state).toBe("done");
  });

  it("is cancelled on the engine too, and goes on from there the next time", async () => {
    server.pulls.bytesPerSecond = 2e8;
    pulls.start(MODEL);
    await until(() => (pulls.state?.completed ?? 0) > 1e8);
    await pulls.cancel();
    expect(pulls.state).toMatchObject({ state: "cancelled", rate: null });
    await until(() => server.pulls.log[0]?.outcome === "aborted");
    await expect(pulls.cancel()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(installed).toEqual([]);
    pulls.start(MODEL);
    const states = await follow();
    expect(states.find(({ completed }) => completed > 0)?.completed).toBeGreaterThan(1e8);
    expect(states.at(-1)?.state).toBe("done");
  });

  it.each<[PullFault, string, RegExp | null]>([
    ["offline", "rejected", /no such host/],
    ["firstError", "rejected", /no such host/],
    ["noSpace", "rejected", /no space left/],
    ["dies", "malformed", null],
    ["endsEarly", "malformed", null],
  ])("that fails (%s) says why, and can be started again", async (fault, kind, words) => {
    server.pulls.fault = fault;
    pulls.start(MODEL);
    const last = (await follow()).at(-1);
    expect(last?.state).toBe("failed");
    expect(last?.error).toBeInstanceOf(UpstreamError);
    expect(last?.error).toMatchObject({ kind });
    if (words) expect(last?.error).toMatchObject({ engineMessage: expect.stringMatching(words) });
    server.pulls.fault = null;
    pulls.start(MODEL);
    expect((await follow()).at(-1)?.state).toBe("done");
  });

  it("of a model there is not fails with the engine's words", async () => {
    pulls.start("nothing:1b");
    expect((await follow()).at(-1)?.error).toMatchObject({
      engineMessage: expect.stringContaining("does not exist"),
    });
  });

  it("that stands still can be cancelled", async () => {
    server.pulls.fault = "stall";
    pulls.start(MODEL);
    await until(() => (pulls.state?.completed ?? 0) > 0);
    await pulls.cancel();
    expect(pulls.state?.state).toBe("cancelled");
  });

  it("there is none to follow before the first", () => {
    expect(() => pulls.follow(new AbortController().signal)).toThrowError(
      expect.objectContaining({ code: "NOT_FOUND" } satisfies Partial<AppError>),
    );
  });
});

describe("models on the disk", () => {
  it("are told with what is loaded, and removed", async () => {
    pulls.start(MODEL);
    await follow();
    const messages: never[] = [];
    await fetch(`${server.url}/api/chat`, {
      method: "POST",
      body: JSON.stringify({ model: MODEL, messages }),
    });
    const [model] = await store().list(context());
    expect(model).toMatchObject({ name: MODEL, loaded: true, parameter_size: "12.2B", context_length: 4096 });
    expect(model?.max_context_length).toBeGreaterThan(4096);
    expect(model?.size).toBeGreaterThan(0);
    await store().remove(MODEL, context());
    expect(await store().list(context())).toEqual([]);
    await expect(store().remove(MODEL, context())).rejects.toMatchObject({ kind: "rejected", status: 404 });
  });
});

describe("the rate", () => {
  const line = (digest: string, completed: number | undefined, total = 1000) => ({
    status: `pulling ${digest}`,
    digest,
    total,
    completed,
  });

  it("is of the last seconds, over all files, without what was there before", () => {
    let at = 0;
    const progress = new PullProgress(() => at);
    expect(progress.rate).toBeNull();
    progress.add(line("a", 600));
    at = 1000;
    progress.add(line("a", 700));
    expect(progress.rate).toBe(100);
    progress.add(line("b", undefined, 500));
    progress.add(line("b", 200, 500));
    at = 2000;
    progress.add(line("b", 500, 500));
    expect(progress.bytes).toEqual({ completed: 1200, total: 1500 });
    expect(progress.rate).toBe(200);
    at = 20_000;
    progress.add(line("b", 500, 500));
    progress.add(line("b", 500, 500));
    expect(progress.rate).toBeLessThan(50);
  });

  it("is not told while files are checked", () => {
    const progress = new PullProgress(() => 0);
    progress.add({ status: "pulling manifest" });
    expect(progress.step).toBe("starting");
    progress.add(line("a", 1000));
    progress.add({ status: "verifying sha256 digest" });
    expect(progress.step).toBe("finishing");
    expect(progress.rate).toBeNull();
  });
});

describe("what is recommended", () => {
  const best = (free: number | null) => recommendModels(free, []).find((model) => model.best)?.name;

  it("is the largest that fits the free memory, the smallest where none does, the usual one where nothing is known", () => {
    expect(best(0.5e9)).toBe("gemma3:1b");
    expect(best(8e9)).toBe("qwen3:8b");
    expect(best(64e9)).toBe("gemma3:27b");
    expect(best(null)).toBe("qwen3:8b");
    expect(recommendModels(null, []).every(({ fits }) => fits === null)).toBe(true);
    expect(recommendModels(8e9, []).find(({ name }) => name === "gemma3:27b")?.fits).toBe(false);
  });
});
