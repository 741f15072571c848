import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { createOpenAiTranscription, Recognition } from "@/lib/recognition";
import { engineContext } from "@/tests/conformance/speech-engine";
import {
  type RecognitionOptions,
  type RecognitionSimulator,
  startRecognition,
} from "@/tests/engines/recognition";
import { SPEACHES_MODEL } from "@/tests/engines/recognition/flavours";
import { CLOSED_ADDRESS } from "@/tests/support/settings";

const asked = { wav: new Uint8Array(readFileSync("lib/voices/references/alice.wav")), language: "ko" };
const SENTENCE = "눈이 그치면 불빛이 돌아왔지.";
const running: RecognitionSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});
async function start(options: Partial<RecognitionOptions>): Promise<RecognitionSimulator> {
  const simulator = await startRecognition({ speed: 100, ...options });
  running.push(simulator);
  return simulator;
}

describe("OpenAI-compatible transcription", () => {
  it("asks for the listed model that listens, not for a voice beside it; a named one is asked for as it is", async () => {
    const simulator = await start({ flavour: "speaches" });
    await createOpenAiTranscription({ baseUrl: simulator.url }).transcribe(asked, engineContext());
    expect(simulator.requests.at(-1)).toMatchObject({ model: SPEACHES_MODEL, format: "json" });
    const named = createOpenAiTranscription({ baseUrl: simulator.url, model: "whisper-9" });
    await expect(named.transcribe(asked, engineContext())).rejects.toMatchObject({
      kind: "rejected",
      status: 404,
      engineMessage: expect.stringContaining("'whisper-9' is not installed"),
    });
  });

  it("finds whisper.cpp on its own path", async () => {
    const simulator = await start({ flavour: "whisper.cpp" });
    const recognizer = createOpenAiTranscription({ baseUrl: simulator.url });
    expect(await recognizer.transcribe(asked, engineContext())).toBe(SENTENCE);
    expect(simulator.requests.map(({ path }) => path)).toEqual(["/inference"]);
  });

  it("sends the key, and never tells it", async () => {
    const simulator = await start({ flavour: "vllm", apiKey: "sk-right" });
    const right = createOpenAiTranscription({ baseUrl: simulator.url, apiKey: "sk-right" });
    expect(await right.transcribe(asked, engineContext())).toBe(SENTENCE);
    const wrong = createOpenAiTranscription({ baseUrl: simulator.url, apiKey: "Unauthorized" });
    expect(await wrong.checkHealth(engineContext())).toEqual({
      state: "up",
      reason: "recognition_key_refused",
    });
    const failure = await wrong.transcribe(asked, engineContext()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 401, engineMessage: "…" });
  });

  it("is down where nothing listens", async () => {
    const recognizer = createOpenAiTranscription({ baseUrl: CLOSED_ADDRESS });
    expect(await recognizer.checkHealth(engineContext())).toEqual({ state: "down", reason: "refused" });
    await expect(recognizer.transcribe(asked, engineContext())).rejects.toMatchObject({
      kind: "unreachable",
    });
  });
});

describe("recognition", () => {
  const signal = new AbortController().signal;
  const at = (baseUrl: string | null, apiKey?: string) =>
    new Recognition({
      recognizer: baseUrl === null ? null : createOpenAiTranscription({ baseUrl, apiKey }),
      context: engineContext,
    });

  it("none set up, one switched off, a refused key and an answer that is none: each said in its own sentence", async () => {
    const none = at(null);
    expect(none.health).toBeNull();
    await expect(none.transcribe(asked, signal)).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      key: "recognition_missing",
    });
    await expect(at(CLOSED_ADDRESS).transcribe(asked, signal)).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      key: "recognition_offline",
    });
    const simulator = await start({ flavour: "vllm", apiKey: "sk" });
    await expect(at(simulator.url).transcribe(asked, signal)).rejects.toMatchObject({
      code: "ENGINE_ERROR",
      key: "reason_recognition_key_refused",
    });
    simulator.behave("garbage");
    await expect(at(simulator.url, "sk").transcribe(asked, signal)).rejects.toMatchObject({
      code: "ENGINE_ERROR",
      key: "recognition_failed",
    });
  });
});
