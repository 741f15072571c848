import { expect, it } from "vitest";
import type { EngineVoice, VoiceReference } from "@/lib/speech/engine";
import { EngineReferences } from "@/lib/speech/engine-references";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { engineContext } from "@/tests/conformance/speech-engine";
import { HandEngine, speakingStage } from "./speaking-fixture";

/** An engine that keeps clips by name; `refuses` has it take none. */
class KeepingEngine extends HandEngine {
  readonly uploads: string[] = [];
  voices: EngineVoice[] = [];
  refusal: UpstreamError | null = null;

  constructor() {
    super({ references: "inline", ownVoices: true });
  }

  listVoices = async () => this.voices;

  uploadVoice = async (name: string) => {
    this.uploads.push(name);
    if (this.refusal) throw this.refusal;
    this.voices = [...this.voices, { id: `voices/${name}`, name, description: "" }];
    return `voices/${name}`;
  };
}

const clip = (path: string, promptText = "안녕", bytes = path): VoiceReference => ({
  path,
  promptText,
  promptLang: "ko",
  read: async () => new TextEncoder().encode(bytes),
});

async function stage() {
  const engine = new KeepingEngine();
  const [instance] = (await speakingStage([engine])).directory.list();
  if (!instance) throw new Error("the engine is there");
  const references = new EngineReferences(() => null);
  const prepare = (reference: VoiceReference) => references.prepare(instance, reference, engineContext());
  return { engine, instance, references, prepare };
}

it("a clip is given once, under a name of its content and its words alone", async () => {
  const { engine, instance, references, prepare } = await stage();
  const first = clip("/a.wav");
  expect(references.isKnown(instance, first)).toBe(false);
  const kept = await prepare(first);
  expect(kept).toMatch(/^voices\/forge-[0-9a-f]{32}$/);
  expect([await prepare(first), references.isKnown(instance, first)]).toEqual([kept, true]);
  expect(engine.uploads).toHaveLength(1);
  const others = [clip("/b.wav", "안녕", "other"), clip("/c.wav", "다른 말", "/a.wav")];
  const names = await Promise.all(others.map(prepare));
  expect(new Set([kept, ...names]).size).toBe(3);
});

it("what the engine has kept from before is not given again; after a restart it is asked anew", async () => {
  const { engine, instance, references, prepare } = await stage();
  const kept = await prepare(clip("/a.wav"));
  references.forget(instance.id);
  expect(await prepare(clip("/a.wav"))).toBe(kept);
  expect(engine.uploads).toHaveLength(1);
  references.forget(instance.id);
  engine.voices = [];
  await prepare(clip("/a.wav"));
  expect(engine.uploads).toHaveLength(2);
});

it("an engine that refuses to keep it gets it with each request; one that is away is asked again", async () => {
  const { engine, prepare } = await stage();
  engine.refusal = new UpstreamError("unreachable", "away");
  await expect(prepare(clip("/a.wav"))).rejects.toMatchObject({ kind: "unreachable" });
  engine.refusal = new UpstreamError("rejected", "no");
  expect([await prepare(clip("/a.wav")), await prepare(clip("/a.wav"))]).toEqual([null, null]);
  expect(engine.uploads).toHaveLength(2);
});

it("a path only the engine's machine knows is nothing we could give", async () => {
  const { engine, prepare } = await stage();
  expect(await prepare({ ...clip("/theirs.wav"), read: null })).toBeNull();
  expect(engine.uploads).toEqual([]);
});
