import { readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/contract/app-error";
import { ImportReport } from "@/lib/contract/import-report";
import { readVoiceFile } from "@/lib/voices/voice-file";

const clip = readFileSync("lib/voices/references/alice.wav");
const voice = { format: "avatar-forge-voice", version: 1, name: "손님" };

/** Three seconds of sound as they are, `times` over: their header tells the length. */
function longer(times: number): Uint8Array {
  const sound = clip.subarray(44);
  const whole = Buffer.concat([clip.subarray(0, 44), ...Array.from({ length: times }, () => sound)]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole.writeUInt32LE(whole.length - 44, 40);
  return whole;
}

function read(json: object, files: Record<string, Uint8Array> = {}) {
  const report = new ImportReport();
  const bytes = zipSync({ "voice.json": strToU8(JSON.stringify(json)), ...files }, { level: 6 });
  return { ...readVoiceFile(bytes, report), report: report.entries };
}

describe("a voice's file", () => {
  it("keeps what fits and tells what does not, part by part", () => {
    const { wish, clips, report } = read(
      {
        ...voice,
        language: "ja",
        settings: { temperature: 9, seed: 5, nonsense: true },
        references: [
          { file: "references/01.wav", prompt_text: "いい天気", prompt_lang: "ja", emotion: "Joy" },
          { file: "references/long.wav" },
          { file: "references/text.wav" },
          { file: "references/gone.wav" },
          { ref_audio_path: "D:\\refs\\a.wav" },
          "nonsense",
        ],
      },
      {
        "references/01.wav": clip,
        "references/long.wav": longer(6),
        "references/text.wav": strToU8("no sound at all"),
        "run.exe": strToU8("MZ"),
      },
    );
    expect(wish).toMatchObject({ name: "손님", language: "ja", settings: { seed: 5 } });
    expect(clips).toMatchObject([
      { prompt_text: "いい天気", emotion: "joy" },
      { ref_audio_path: "D:\\refs\\a.wav" },
    ]);
    const told = Object.fromEntries(report.map(({ part, outcome, reason }) => [part, [outcome, reason]]));
    expect(told).toMatchObject({
      "settings.temperature": ["dropped", "out_of_bounds"],
      "settings.nonsense": ["dropped", "out_of_bounds"],
      "references/01.wav": ["kept", null],
      "references/long.wav": ["dropped", "no_reference_clip"],
      "references/text.wav": ["dropped", "no_reference_clip"],
      "references/gone.wav": ["dropped", "no_reference_clip"],
      "D:\\refs\\a.wav": ["kept", "engine_path"],
      "references.5": ["dropped", "out_of_bounds"],
      "run.exe": ["dropped", "not_run"],
    });
  });

  it("never leads out of itself, and never unpacks more than a recording", () => {
    const bomb = new Uint8Array(9 * 2 ** 20);
    const { clips, report } = read(
      { ...voice, references: [{ file: "../../etc/a.wav" }, { file: "bomb.wav" }] },
      { "../../etc/a.wav": clip, "bomb.wav": bomb },
    );
    expect(clips).toEqual([]);
    const reasons = report.map(({ part, reason }) => [part, reason]);
    expect(reasons).toContainEqual(["../../etc/a.wav", "unsafe"]);
    expect(reasons).toContainEqual(["bomb.wav", "too_large"]);
  });

  it("is refused where it is none", () => {
    const whole = Buffer.from(zipSync({ "voice.json": strToU8(JSON.stringify(voice)) }));
    const others = [
      new Uint8Array(0),
      clip,
      whole.subarray(0, whole.length - 30),
      zipSync({ "card.json": strToU8("{}") }),
      zipSync({ "voice.json": strToU8("{") }),
      zipSync({ "voice.json": strToU8(JSON.stringify({ ...voice, format: "card" })) }),
      zipSync({ "voice.json": strToU8(JSON.stringify({ ...voice, name: "  " })) }),
    ];
    for (const bytes of others) {
      expect(() => readVoiceFile(bytes, new ImportReport())).toThrow(AppError);
    }
  });
});
