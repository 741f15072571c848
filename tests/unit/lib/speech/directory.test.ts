import { describe, expect, it, vi } from "vitest";
import type { VoiceReference } from "@/lib/speech/engine";
import { pcmOf } from "./clips-fixture";
import { HandEngine, job, REFERENCE, speakingStage, speechRecipe } from "./speaking-fixture";

const soon = (check: () => void) => vi.waitFor(check, 10_000);
const never = new AbortController().signal;
const neighbour = { ...REFERENCE, path: "/references/other.wav" };
const elsewhere = { ...REFERENCE, path: "/elsewhere/other.wav" };
const context = { signal: never } as Parameters<HandEngine["synthesize"]>[1];

describe("an engine that was reported lost", () => {
  it("is away until it answers again, and what waited for it is told", async () => {
    const engine = new HandEngine();
    const { directory, scheduler } = await speakingStage([engine]);
    const [instance] = directory.inPool("gpt-sovits");
    if (!instance) throw new Error("the engine is up");
    await soon(() => expect(scheduler.snapshot(instance.id).running).toBe(0));
    const rest = {
      pool: "gpt-sovits",
      userId: "u",
      priority: "live",
      deadline: () => 0,
      signal: never,
    } as const;
    void scheduler.submit({ ...rest, run: () => new Promise<void>(() => {}) });
    const waiting = scheduler.submit({ ...rest, run: async () => "spoken" });
    engine.health = { state: "down", reason: "refused" };
    directory.reportLost(instance);
    await expect(waiting).rejects.toMatchObject({ kind: "unreachable" });
    expect(directory.isUp("gpt-sovits")).toBe(false);
    expect(directory.states()).toMatchObject([{ state: "down", reason: "refused" }]);
    engine.health = { state: "up" };
    await directory.makeSure("engine");
    expect(directory.isUp("gpt-sovits")).toBe(true);
  });
});

it("an engine that speaks for us is not asked how it is", async () => {
  const engine = new HandEngine();
  const { directory, speaker } = await speakingStage([engine]);
  const watch = directory.find("gpt-sovits-0")?.watch;
  const clip = speaker.make(speechRecipe("응."), job);
  await soon(() => expect(engine.syntheses).toHaveLength(1));
  engine.checkHealth = () => Promise.reject(new Error("asked while it speaks"));
  expect(await watch?.check()).toEqual({ state: "up" });
  engine.syntheses[0]?.outcome.resolve(pcmOf(8));
  await clip.finished;
  engine.checkHealth = async () => ({ state: "busy", reason: "busy" });
  await vi.waitFor(async () => expect(await watch?.check()).toMatchObject({ state: "busy" }), 10_000);
  // It takes longer than we wait for: set aside it is not.
  expect(directory.isUp("gpt-sovits")).toBe(true);
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
    const [instance] = directory.inPool("gpt-sovits");
    if (!instance) throw new Error("the engine is up");
    await directory.makeReady(instance, { weights: null, reference: neighbour }, context);
    expect(directory.isUnreadable("gpt-sovits", neighbour)).toBe(false);
  });

  it("refuses with what the operator should set, and is not asked again at once", async () => {
    const engine = new HandEngine();
    engine.reads = () => false;
    const { directory } = await speakingStage([engine]);
    const [instance] = directory.inPool("gpt-sovits");
    if (!instance) throw new Error("the engine is up");
    const attempt = (reference: VoiceReference) =>
      directory.makeReady(instance, { weights: null, reference }, context);
    const ours = { ...elsewhere, read: async () => new Uint8Array() };
    const refusal = { code: "ENGINE_ERROR", key: "notice_VOICE_UNAVAILABLE" };
    await expect(attempt(ours)).rejects.toMatchObject(refusal);
    await expect(attempt(ours)).rejects.toMatchObject(refusal);
    expect(engine.asked.filter((path) => path === elsewhere.path)).toHaveLength(1);
    // What is only on its machine is no matter of our folder.
    await expect(attempt(elsewhere)).rejects.toMatchObject({ key: "voice_clip_refused" });
  });

  it("is asked anew after a restart: it may see other folders", async () => {
    const engine = new HandEngine();
    engine.reads = () => false;
    const { directory } = await speakingStage([engine]);
    await soon(() => expect(directory.isUnreadable("gpt-sovits", REFERENCE)).toBe(true));
    engine.health = { state: "down", reason: "refused" };
    await directory.inPool("gpt-sovits")[0]?.watch.check();
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

describe("where a voice is spoken", () => {
  const setup = (id: string, engine: HandEngine, more: object = {}) => ({
    id,
    name: id,
    pool: id,
    engine,
    defaultWeights: null,
    ...more,
  });

  it("in its own pool though that is away; else by one that clones, is up and speaks the language", async () => {
    const { directory } = await speakingStage([]);
    const away = new HandEngine();
    away.health = { state: "down", reason: "refused" };
    directory.add(setup("away", away));
    directory.add(setup("no-korean", new HandEngine({ languages: ["en", "zh"] })));
    directory.add(setup("cannot-clone", new HandEngine({ cloning: false, references: "none" })));
    directory.add(setup("korean", new HandEngine()));
    await Promise.all(directory.list().map(({ watch }) => watch.check()));
    expect(directory.poolFor("engine", { pool: "away" }, "ko")).toBe("away");
    expect(directory.poolFor("engine", { pool: null }, "ko")).toBe("korean");
    expect(directory.poolFor("engine", { pool: null }, "en")).toBe("no-korean");
    expect(directory.poolFor("embedded", { pool: "korean" }, "ko")).toBe("embedded");
    expect([directory.speaks("no-korean", "ko"), directory.speaks("korean", "ko")]).toEqual([false, true]);
    directory.remove("korean");
    expect(directory.poolFor("engine", { pool: null }, "ko")).toBe("no-korean");
  });

  it("never by an engine that cannot make it", async () => {
    const { directory } = await speakingStage([]);
    directory.add(setup("cannot-clone", new HandEngine({ cloning: false, references: "none" })));
    await directory.find("cannot-clone")?.watch.check();
    expect(directory.choiceForNewPlay()).toBeNull();
    expect(directory.poolFor("engine", { pool: null }, "ko")).toBeNull();
    expect(directory.choiceForNewPlay({ pool: "cannot-clone" })).toBe("engine");
  });

  it("in the languages an admin says its model speaks", async () => {
    const { directory } = await speakingStage([]);
    directory.add(setup("v1", new HandEngine(), { languages: ["en", "zh", "ja"] }));
    expect([directory.speaks("v1", "ko"), directory.speaks("v1", "ja")]).toEqual([false, true]);
  });
});

it("an instance taken away rejects what waits for it; one that is replaced takes it over", async () => {
  const { directory, scheduler } = await speakingStage([new HandEngine()]);
  const rest = { userId: "u", priority: "live", deadline: () => 0, signal: never } as const;
  let finish = () => {};
  const first = new Promise<void>((resolve) => {
    finish = resolve;
  });
  void scheduler.submit({ pool: "gpt-sovits", instanceId: "gpt-sovits-0", ...rest, run: () => first });
  const waiting = scheduler.submit({
    pool: "gpt-sovits",
    instanceId: "gpt-sovits-0",
    ...rest,
    run: async () => "spoken",
  });
  const known = directory.find("gpt-sovits-0");
  if (!known) throw new Error("the engine is there");
  directory.add({ ...known, name: "renamed" });
  expect(directory.find("gpt-sovits-0")?.name).toBe("renamed");
  finish();
  expect(await waiting).toBe("spoken");
  void scheduler.submit({
    pool: "gpt-sovits",
    instanceId: "gpt-sovits-0",
    ...rest,
    run: () => new Promise<void>(() => {}),
  });
  const lost = scheduler.submit({
    pool: "gpt-sovits",
    instanceId: "gpt-sovits-0",
    ...rest,
    run: async () => "never",
  });
  directory.remove("gpt-sovits-0");
  await expect(lost).rejects.toMatchObject({ kind: "unreachable" });
});
