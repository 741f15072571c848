import { describe, expect, it, vi } from "vitest";
import type { SpeechEngine } from "@/lib/speech/engine";
import { outlook } from "@/lib/speech/outlook";
import type { SpeakingVoice, VoiceSound, VoiceSource } from "@/lib/speech/voice";
import { HandEngine, speakingStage, VOICE, VOICES } from "./speaking-fixture";

const ENGINE = "gpt-sovits";
const OURS: Pick<VoiceSource, "reference"> = {
  reference: (stored) => ({ ...VOICES.reference(stored), read: async () => new Uint8Array() }),
};
const voice = (sound: Partial<VoiceSound>, more: Partial<SpeakingVoice> = {}): SpeakingVoice => ({
  ...VOICE,
  ...more,
  sound: { ...VOICE.sound, ...sound },
});

async function reasonFor(
  spoken: SpeakingVoice,
  capabilities: Partial<SpeechEngine["capabilities"]> = {},
  voices: Pick<VoiceSource, "reference"> = VOICES,
) {
  const { directory } = await speakingStage([new HandEngine(capabilities)]);
  return outlook(directory, voices, spoken).reason;
}

describe("a voice can speak", () => {
  it.each<[string, SpeakingVoice, Partial<SpeechEngine["capabilities"]>]>([
    ["with its clip on an engine that clones", VOICE, {}],
    [
      "without a clip where the engine has a voice of its own",
      voice({ reference: null }),
      { ownDefault: true },
    ],
    [
      "by the name of an engine's own voice",
      voice({ reference: null, engineVoice: "af" }, { pool: ENGINE }),
      { cloning: false, references: "none" },
    ],
    [
      "with weights where the engine loads them",
      voice({ weights: { gpt: "a", sovits: null } }),
      { weights: true },
    ],
  ])("%s", async (_what, spoken, capabilities) => {
    expect(await reasonFor(spoken, capabilities)).toBeNull();
  });
});

describe("a voice cannot speak", () => {
  it.each<[string, SpeakingVoice, Partial<SpeechEngine["capabilities"]>, string]>([
    ["set inactive", voice({}, { problem: "reason_voice_inactive" }), {}, "reason_voice_inactive"],
    ["made for an engine that is gone", voice({}, { pool: "gone" }), {}, "reason_voice_engine_missing"],
    ["of a language its engine does not speak", VOICE, { languages: ["en", "zh"] }, "reason_voice_language"],
    [
      "with weights nobody can load",
      voice({ weights: { gpt: "a", sovits: null } }),
      {},
      "reason_voice_weights",
    ],
    ["without a clip", voice({ reference: null }), {}, "reason_voice_no_reference"],
    [
      "whose clip would have to be sent and lies elsewhere",
      VOICE,
      { references: "inline" },
      "reason_voice_reference_elsewhere",
    ],
  ])("%s", async (_what, spoken, capabilities, reason) => {
    expect(await reasonFor(spoken, capabilities)).toBe(reason);
  });

  it.each([
    ["voice_clip_refused", VOICES],
    ["reason_reference_unreadable", OURS],
  ] as const)("whose clip its engine's machine does not see: %s", async (reason, voices) => {
    const engine = new HandEngine();
    engine.reads = () => false;
    const { directory } = await speakingStage([engine]);
    await vi.waitFor(() => expect(outlook(directory, voices, VOICE).reason).toBe(reason), 10_000);
  });

  it("but its clip may be sent where it is ours", async () => {
    expect(await reasonFor(VOICE, { references: "inline" }, OURS)).toBeNull();
  });
});
