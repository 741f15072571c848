import { expect, it } from "vitest";
import { revisionChanges } from "@/components/voice-studio/revision-changes";
import { voiceSpec } from "@/lib/contract/voices";

const clip = { id: "1", file: `${"ab".repeat(32)}.wav`, prompt_text: "안녕", prompt_lang: "ko" };

it("tells what each changed part was and what it became", () => {
  const before = voiceSpec.parse({
    references: [
      { ...clip, emotion: "neutral" },
      { ...clip, emotion: "joy" },
    ],
    gpt_weights_path: "/w/a.ckpt",
    settings: { seed: 1, top_k: 5 },
  });
  const after = voiceSpec.parse({
    references: [
      { ...clip, id: "9", emotion: "neutral", prompt_text: "반가워" },
      { ...clip, id: "3", emotion: "joy" },
      { ...clip, id: "4", emotion: "joy", prompt_lang: "ja" },
    ],
    engine_voice: "belinda",
    settings: { seed: 2, top_k: 5, temperature: 0.7 },
  });
  expect(revisionChanges(before, after)).toEqual([
    {
      part: "references",
      member: "neutral",
      before: "“안녕” (ko, abababab)",
      after: "“반가워” (ko, abababab)",
    },
    { part: "references", member: "joy 2", before: null, after: "“안녕” (ja, abababab)" },
    { part: "engine_voice", member: null, before: null, after: "belinda" },
    { part: "gpt_weights_path", member: null, before: "/w/a.ckpt", after: null },
    { part: "settings", member: "seed", before: "1", after: "2" },
    { part: "settings", member: "temperature", before: null, after: "0.7" },
  ]);
  expect(revisionChanges(after, after)).toEqual([]);
});
