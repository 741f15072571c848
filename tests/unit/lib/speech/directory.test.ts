import { describe, expect, it, vi } from "vitest";
import { HandEngine, REFERENCE, speakingStage } from "./speaking-fixture";

const soon = (check: () => void) => vi.waitFor(check, 10_000);
const never = new AbortController().signal;
const neighbour = { ...REFERENCE, path: "/references/other.wav" };
const elsewhere = { ...REFERENCE, path: "/elsewhere/other.wav" };
const context = { signal: never } as Parameters<HandEngine["synthesize"]>[1];

describe("who speaks next", () => {
  it("is the least busy instance that is up", async () => {
    const engines = [new HandEngine(), new HandEngine(), new HandEngine()];
    const { directory, scheduler } = await speakingStage(engines);
    const occupy = (instanceId: string) => {
      const forever = new Promise<void>(() => {});
      const rest = { userId: "u", priority: "live", deadline: () => 0, signal: never } as const;
      void scheduler.submit({ instanceId, ...rest, run: () => forever });
    };
    occupy("gpt-sovits-0");
    expect(directory.pick("gpt-sovits")?.id).toBe("gpt-sovits-1");
    occupy("gpt-sovits-1");
    expect(directory.pick("gpt-sovits")?.id).toBe("gpt-sovits-2");
    expect(directory.pick("gpt-sovits", new Set(["gpt-sovits-2"]))?.id).toBe("gpt-sovits-0");
    expect(directory.pick("embedded")).toBeNull();
  });

  it("is not one that was reported lost, until it answers again", async () => {
    const engine = new HandEngine();
    const { directory } = await speakingStage([engine]);
    const instance = directory.pick("gpt-sovits");
    if (!instance) throw new Error("the engine is up");
    engine.health = { state: "down", reason: "refused" };
    directory.reportLost(instance);
    expect([directory.pick("gpt-sovits"), directory.isUp("gpt-sovits")]).toEqual([null, false]);
    expect(directory.states()).toMatchObject([{ state: "down", reason: "refused" }]);
    engine.health = { state: "up" };
    await directory.makeSure("engine");
    expect(directory.pick("gpt-sovits")).toBe(instance);
  });
});

describe("an engine that cannot read our references", () => {
  it("is known before anyone speaks, for the folder, until a file of it was read", async () => {
    const engine = new HandEngine();
    engine.reads = ({ path }) => path === neighbour.path;
    const { directory } = await speakingStage([engine]);
    await soon(() => expect(directory.isUnreadable("gpt-sovits", REFERENCE)).toBe(true));
    expect(engine.asked).toEqual([REFERENCE.path]);
    expect(directory.states()).toMatchObject([{ state: "up", reason: "reference_unreadable" }]);
    expect(directory.isUnreadable("gpt-sovits", neighbour)).toBe(true);
    expect(directory.isUnreadable("gpt-sovits", elsewhere)).toBe(false);
    const instance = directory.pick("gpt-sovits");
    if (!instance) throw new Error("the engine is up");
    await directory.makeReady(instance, { weights: null, reference: neighbour }, context);
    expect(directory.isUnreadable("gpt-sovits", neighbour)).toBe(false);
  });

  it("refuses with what the operator should set, and is not asked again at once", async () => {
    const engine = new HandEngine();
    engine.reads = () => false;
    const { directory } = await speakingStage([engine]);
    const instance = directory.pick("gpt-sovits");
    if (!instance) throw new Error("the engine is up");
    const attempt = () => directory.makeReady(instance, { weights: null, reference: elsewhere }, context);
    const refusal = { code: "ENGINE_ERROR", key: "notice_VOICE_UNAVAILABLE" };
    await expect(attempt()).rejects.toMatchObject(refusal);
    await expect(attempt()).rejects.toMatchObject(refusal);
    expect(engine.asked.filter((path) => path === elsewhere.path)).toHaveLength(1);
  });

  it("is asked anew after a restart: it may see other folders", async () => {
    const engine = new HandEngine();
    engine.reads = () => false;
    const { directory } = await speakingStage([engine]);
    await soon(() => expect(directory.isUnreadable("gpt-sovits", REFERENCE)).toBe(true));
    engine.health = { state: "down", reason: "refused" };
    await directory.pick("gpt-sovits")?.watch.check();
    engine.reads = () => true;
    engine.health = { state: "up" };
    await directory.makeSure("engine");
    await soon(() => expect(engine.asked).toHaveLength(2));
    expect(directory.isUnreadable("gpt-sovits", REFERENCE)).toBe(false);
  });
});

it("a play begins on an engine that is up, else on the embedded voice, else waits", async () => {
  const engine = new HandEngine();
  engine.health = { state: "down", reason: "refused" };
  const { directory } = await speakingStage([engine]);
  expect(directory.choiceForNewPlay()).toBe("engine");
  expect(directory.isUp("gpt-sovits")).toBe(false);
});
