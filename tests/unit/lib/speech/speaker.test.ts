import { describe, expect, it, vi } from "vitest";
import { clipKey } from "@/lib/speech/recipe";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { collect, pcmOf } from "./clips-fixture";
import { HandEngine, job, speakingStage, speechRecipe } from "./speaking-fixture";

const soon = (check: () => void) => vi.waitFor(check, 10_000);
const malformed = () => new UpstreamError("malformed", "silence");
const unreachable = () => new UpstreamError("unreachable", "no connection to the engine");

async function called(engine: HandEngine, times: number) {
  await soon(() => expect(engine.syntheses.length).toBe(times));
  const last = engine.syntheses.at(-1);
  if (!last) throw new Error("nothing was asked of the engine");
  return last;
}

describe("what fails before its first sound", () => {
  it("silence is asked for once more with another seed, and kept under the first one's key", async () => {
    const { engine, speaker, clips } = await speakingStage();
    const recipe = speechRecipe("조용.");
    const clip = speaker.make(recipe, job);
    (await called(engine, 1)).outcome.reject(malformed());
    const second = await called(engine, 2);
    expect(second.request.controls.seed).not.toBe(recipe.controls.seed);
    expect(second.request).toMatchObject({ text: "조용.", language: "ko" });
    second.outcome.resolve(pcmOf(8));
    await clip.finished;
    expect(await clips.openStored(clipKey(recipe))).not.toBeNull();
  });

  it("a stream that breaks off is asked for as a whole, so that its engine says why", async () => {
    const { engine, speaker } = await speakingStage();
    const clip = speaker.make(speechRecipe("끊긴다.", { streamingMode: 2 }), job);
    (await called(engine, 1)).outcome.reject(malformed());
    const second = await called(engine, 2);
    expect([engine.syntheses[0]?.request.streamingMode, second.request.streamingMode]).toEqual([2, 0]);
    second.outcome.reject(new UpstreamError("rejected", "engine answered 400", { engineMessage: "why" }));
    await expect(clip.finished).rejects.toMatchObject({ kind: "rejected", engineMessage: "why" });
  });

  it("silence twice is a failure", async () => {
    const { engine, speaker } = await speakingStage();
    const clip = speaker.make(speechRecipe("조용."), job);
    (await called(engine, 1)).outcome.reject(malformed());
    (await called(engine, 2)).outcome.reject(malformed());
    await expect(clip.finished).rejects.toMatchObject({ kind: "malformed" });
    expect(engine.syntheses.length).toBe(2);
  });

  it("an engine that is gone is reported and another instance speaks; with none left it fails", async () => {
    const engines = [new HandEngine(), new HandEngine()];
    const { directory, speaker } = await speakingStage(engines);
    const clip = speaker.make(speechRecipe("누가 말하나."), job);
    await soon(() => expect(engines.flatMap(({ syntheses }) => syntheses).length).toBe(1));
    const first = engines.find(({ syntheses }) => syntheses.length === 1);
    const second = engines.find((engine) => engine !== first);
    first?.syntheses[0]?.outcome.reject(unreachable());
    (await called(second ?? new HandEngine(), 1)).outcome.reject(unreachable());
    await expect(clip.finished).rejects.toMatchObject({ kind: "unreachable" });
    expect(directory.isUp("gpt-sovits")).toBe(false);
  });

  it("a refusal is not tried again", async () => {
    const { engine, speaker } = await speakingStage();
    const clip = speaker.make(speechRecipe("거절."), job);
    (await called(engine, 1)).outcome.reject(new UpstreamError("rejected", "engine answered 400"));
    await expect(clip.finished).rejects.toMatchObject({ kind: "rejected" });
    expect(engine.syntheses.length).toBe(1);
  });
});

describe("what nobody wants any more", () => {
  it("keeps the slot of an engine that cannot be stopped until it is done, and then makes the next", async () => {
    const { engine, scheduler, speaker } = await speakingStage();
    const release = speaker.make(speechRecipe("그만두는 말."), job).hold();
    const running = await called(engine, 1);
    const next = speaker.make(speechRecipe("다음 말."), job);
    release();
    await soon(() => expect(scheduler.snapshot("gpt-sovits-0")).toEqual({ queued: 1, running: 1 }));
    expect(running.signal.aborted).toBe(false);
    running.outcome.resolve(pcmOf(8));
    (await called(engine, 2)).outcome.resolve(pcmOf(6));
    expect((await next.finished).bytes).toBe(44 + 6);
  });

  it("is cut at once where the engine stops on an abort", async () => {
    const { engine, speaker } = await speakingStage([new HandEngine({ stopsOnAbort: true })]);
    const clip = speaker.make(speechRecipe("그만두는 말."), job);
    const release = clip.hold();
    const running = await called(engine, 1);
    release();
    expect(running.signal.aborted).toBe(true);
    await expect(clip.finished).rejects.toMatchObject({ kind: "aborted" });
  });
});

describe("one clip, several who want it", () => {
  it("is made once, and counts as live while a play waits for it", async () => {
    const { engine, speaker } = await speakingStage();
    const recipe = speechRecipe("같은 말.");
    const preview = speaker.make(recipe, { ...job, priority: "background" });
    expect(speaker.isLive(clipKey(recipe))).toBe(false);
    expect(speaker.make(recipe, job)).toBe(preview);
    expect(speaker.isLive(clipKey(recipe))).toBe(true);
    (await called(engine, 1)).outcome.resolve(pcmOf(8));
    await preview.finished;
    await soon(() => expect(speaker.isLive(clipKey(recipe))).toBe(false));
    expect(engine.syntheses.length).toBe(1);
  });
});

describe("a whole line", () => {
  it("is its parts, one after the other", async () => {
    const { engine, speaker } = await speakingStage();
    const clip = speaker.make({ kind: "line", parts: [speechRecipe("하나."), speechRecipe("둘.")] }, job);
    const heard = collect(clip.read());
    (await called(engine, 1)).outcome.resolve(pcmOf(8, 1));
    (await called(engine, 2)).outcome.resolve(pcmOf(6, 2));
    expect([...(await heard)]).toEqual([...pcmOf(8, 1), ...pcmOf(6, 2)]);
  });

  it("that is left while its part waits for the engine leaves no work queued", async () => {
    const { engine, scheduler, speaker } = await speakingStage();
    speaker.make(speechRecipe("누군가의 긴 말."), job).hold();
    await called(engine, 1);
    const release = speaker.make({ kind: "line", parts: [speechRecipe("기다리는 말.")] }, job).hold();
    await soon(() => expect(scheduler.snapshot("gpt-sovits-0").queued).toBe(1));
    release();
    expect(scheduler.snapshot("gpt-sovits-0").queued).toBe(0);
  });
});

describe("what hardly can be what was asked for", () => {
  const text = "창가에 불을 켜 두었어요, 어서 들어와요.";
  const tone = (seconds: number) =>
    new Uint8Array(
      new Int16Array(Math.round(seconds * 32_000)).map((_, at) => 9000 * Math.sin(at / 20)).buffer,
    );

  it.each([true, false])(
    "is asked for once more with another seed before anyone hears it; clones: %s",
    async (cloning) => {
      const { engine, speaker, clips } = await speakingStage([new HandEngine({ cloning })]);
      const recipe = speechRecipe(text);
      const clip = speaker.make(recipe, job);
      (await called(engine, 1)).outcome.resolve(tone(0.3));
      const second = await called(engine, 2);
      expect(second.request.controls.seed).not.toBe(recipe.controls.seed);
      second.outcome.resolve(tone(3));
      expect(await clip.finished).toMatchObject({ kept: true, durationMs: 3000 });
      expect(await clips.openStored(clipKey(recipe))).not.toBeNull();
    },
  );

  it("is delivered when it is so again, and never kept", async () => {
    const { engine, speaker, clips } = await speakingStage();
    const recipe = speechRecipe(text);
    const clip = speaker.make(recipe, job);
    const sound = collect(clip.read());
    (await called(engine, 1)).outcome.resolve(tone(0.3));
    (await called(engine, 2)).outcome.resolve(tone(0.4));
    expect(await clip.finished).toMatchObject({ kept: false, isDoubtful: true, durationMs: 400 });
    expect((await sound).byteLength).toBe(0.4 * 32_000 * 2);
    expect(await clips.openStored(clipKey(recipe))).toBeNull();
    expect(clips.live(clipKey(recipe))).toBeNull();
  });

  it("waits for who was told of it, is heard once, and then made anew", async () => {
    const { engine, speaker, clips } = await speakingStage();
    const recipe = speechRecipe(text);
    const clip = speaker.make(recipe, job);
    (await called(engine, 1)).outcome.resolve(tone(0.3));
    (await called(engine, 2)).outcome.resolve(tone(0.4));
    await clip.finished;
    const waiting = clips.live(clipKey(recipe));
    if (!waiting) throw new Error("nothing waits");
    expect((await collect(waiting.read())).byteLength).toBe(0.4 * 32_000 * 2);
    expect(clips.live(clipKey(recipe))).toBeNull();
    const anew = speaker.make(recipe, job);
    (await called(engine, 3)).outcome.resolve(tone(3));
    expect(await anew.finished).toMatchObject({ kept: true });
  });

  it("makes the whole line doubtful: it is not kept either", async () => {
    const { engine, speaker, clips } = await speakingStage();
    const recipe = { kind: "line" as const, parts: [speechRecipe(text), speechRecipe("응.")] };
    const clip = speaker.make(recipe, job);
    (await called(engine, 1)).outcome.resolve(tone(0.3));
    (await called(engine, 2)).outcome.resolve(tone(0.4));
    (await called(engine, 3)).outcome.resolve(tone(0.5));
    expect(await clip.finished).toMatchObject({ kept: false, isDoubtful: true, durationMs: 900 });
    expect(await clips.openStored(clipKey(recipe))).toBeNull();
  });

  it("that was heard while it came is delivered at once, and never kept", async () => {
    const { engine, speaker, clips } = await speakingStage();
    const recipe = speechRecipe(text, { streamingMode: 2 });
    const clip = speaker.make(recipe, job);
    (await called(engine, 1)).outcome.resolve(tone(0.3));
    expect(await clip.finished).toMatchObject({ kept: false, isDoubtful: true });
    expect(engine.syntheses.length).toBe(1);
    expect(await clips.openStored(clipKey(recipe))).toBeNull();
  });
});
