import { describe, expect, it } from "vitest";
import type { VoiceWeights } from "@/lib/speech/engine";
import type { SpeechInstance } from "@/lib/speech/instance";
import { LoadedWeights } from "@/lib/speech/loaded-weights";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { engineContext } from "@/tests/conformance/speech-engine";
import { HandEngine, speakingStage } from "./speaking-fixture";

const A = { gpt: "a.ckpt", sovits: "a.pth" };
const B = { gpt: null, sovits: "b.pth" };
/** A model's halves, as they are loaded one after the other. */
const halves = ({ gpt, sovits }: VoiceWeights) => [
  { gpt: null, sovits },
  { gpt, sovits: null },
];
const OWN = { gpt: "own.ckpt", sovits: "own.pth" };

/** An engine that notes what it was told to load; `fails` breaks the next load, `refused` is a file it does not have. */
class LoadingEngine extends HandEngine {
  readonly loads: VoiceWeights[] = [];
  fails = false;
  refused = "";

  async loadWeights(weights: VoiceWeights) {
    this.loads.push(weights);
    if (this.fails) throw new Error("it broke off");
    if ([weights.gpt, weights.sovits].includes(this.refused))
      throw new UpstreamError("rejected", "no such file");
  }
}

async function stage(defaultWeights: VoiceWeights | null = null) {
  const engine = new LoadingEngine();
  const { directory } = await speakingStage([engine]);
  const [known] = directory.list();
  if (!known) throw new Error("the engine is there");
  const instance: SpeechInstance = { ...known, defaultWeights };
  const told: boolean[] = [];
  const weights = new LoadedWeights(async (_id, isChanged) => {
    told.push(isChanged);
  });
  const ensure = (wanted: VoiceWeights | null) => weights.ensure(instance, wanted, engineContext());
  return { engine, instance, weights, told, ensure };
}

describe("an engine nobody changed", () => {
  it("loads nothing for a voice without weights", async () => {
    const { engine, ensure } = await stage();
    expect(await ensure(null)).toBe(false);
    expect(engine.loads).toEqual([]);
  });

  it("loads a voice's once, and only the half that differs", async () => {
    const { engine, weights, instance, ensure } = await stage();
    expect([await ensure(A), await ensure(A)]).toEqual([true, false]);
    await ensure({ gpt: "a.ckpt", sovits: "c.pth" });
    expect(engine.loads).toEqual([...halves(A), { gpt: null, sovits: "c.pth" }]);
    expect(weights.of(instance.id)).toEqual({ gpt: "a.ckpt", sovits: "c.pth" });
  });
});

describe("after another voice's weights", () => {
  it("a voice without any is refused while the engine's own are not known", async () => {
    const { weights, instance, ensure } = await stage();
    await ensure(A);
    expect(weights.isLost(instance, null)).toBe(true);
    await expect(ensure(null)).rejects.toMatchObject({ key: "notice_VOICE_WEIGHTS_UNKNOWN" });
    await expect(ensure(B)).rejects.toMatchObject({ key: "notice_VOICE_WEIGHTS_UNKNOWN" });
    expect(await ensure(A)).toBe(false);
  });

  it("a voice with half of its own may speak while the other half was never changed", async () => {
    const { engine, ensure } = await stage();
    expect([await ensure(B), await ensure(B)]).toEqual([true, false]);
    expect(engine.loads).toEqual([B]);
  });

  it("the engine's own come back where they are known", async () => {
    const { engine, ensure } = await stage(OWN);
    await ensure(A);
    await ensure(null);
    await ensure(B);
    expect(engine.loads).toEqual([...halves(A), ...halves(OWN), { gpt: null, sovits: "b.pth" }]);
  });
});

describe("a file the engine refuses", () => {
  it("is not loaded: the engine has what it had, and voices without weights go on", async () => {
    const { engine, weights, instance, told, ensure } = await stage();
    engine.refused = "a.pth";
    await expect(ensure(A)).rejects.toMatchObject({ kind: "rejected" });
    expect(engine.loads).toEqual([{ gpt: null, sovits: "a.pth" }]);
    expect([weights.isLost(instance, null), await ensure(null), told]).toEqual([false, false, [true, false]]);
    // The other half may have been loaded before.
    engine.refused = "a.ckpt";
    await expect(ensure(A)).rejects.toMatchObject({ kind: "rejected" });
    expect(weights.of(instance.id)).toEqual({ gpt: null, sovits: "a.pth" });
    expect([weights.isLost(instance, null), told]).toEqual([true, [true, false, true]]);
    engine.refused = "";
    expect([await ensure(A), weights.of(instance.id)]).toEqual([true, A]);
  });
});

describe("nobody knows what is loaded", () => {
  it("after a load that failed: the next voice loads its own", async () => {
    const { engine, ensure } = await stage(OWN);
    engine.fails = true;
    await expect(ensure(A)).rejects.toThrow("it broke off");
    engine.fails = false;
    expect(await ensure(A)).toBe(true);
    expect(engine.loads).toEqual([{ gpt: null, sovits: A.sovits }, ...halves(A)]);
  });

  it("after the engine was away, of what was changed in it alone", async () => {
    const { engine, weights, instance, ensure } = await stage();
    await ensure(B);
    weights.doubt(instance.id);
    expect(await ensure(B)).toBe(true);
    expect(engine.loads).toEqual([B, B]);
    await expect(ensure(null)).rejects.toMatchObject({ key: "notice_VOICE_WEIGHTS_UNKNOWN" });
  });

  it("an engine nobody changed is what it was", async () => {
    const { engine, weights, instance, ensure } = await stage();
    weights.doubt(instance.id);
    expect(await ensure(null)).toBe(false);
    expect(engine.loads).toEqual([]);
  });
});

describe("an engine that loads both halves together", () => {
  it("is given what is loaded beside what changes, and nothing where a half is not known", async () => {
    const { engine, ensure } = await stage(OWN);
    Object.assign(engine, { capabilities: { ...engine.capabilities, weightsTogether: true } });
    await ensure(B);
    expect(engine.loads).toEqual([{ gpt: "own.ckpt", sovits: "b.pth" }]);
    const bare = await stage();
    Object.assign(bare.engine, { capabilities: { ...bare.engine.capabilities, weightsTogether: true } });
    await expect(bare.ensure(B)).rejects.toMatchObject({ key: "notice_VOICE_WEIGHTS_UNKNOWN" });
    expect(bare.engine.loads).toEqual([]);
  });
});
