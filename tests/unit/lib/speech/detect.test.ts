import type { RequestListener } from "node:http";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { detectSpeechEngine } from "@/lib/speech/detect";
import { createGptSovitsApi2 } from "@/lib/speech/engines/gpt-sovits-api2";
import { collect, engineContext, speechRequest } from "@/tests/conformance/speech-engine";
import { startGptSovits } from "@/tests/engines/gpt-sovits";
import { startGptSovitsApi } from "@/tests/engines/gpt-sovits-api";
import { startGptSovitsApi2 } from "@/tests/engines/gpt-sovits-api2";
import { startHiggs } from "@/tests/engines/higgs";
import { startOpenAiSpeech } from "@/tests/engines/openai-speech";
import { deadAddress, startRawServer } from "../upstream/raw-server";

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function started<T extends { close(): Promise<unknown> }>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  open.push(server);
  return server;
}
const detect = (url: string) => detectSpeechEngine(url, engineContext());
const detectRaw = async (listener: RequestListener) => detect((await started(startRawServer(listener))).url);

describe("what answers at an address", () => {
  it("api_v2.py, with or without token streaming, and nothing is spoken", async () => {
    const simulator = await started(startGptSovits());
    expect(await detect(simulator.url)).toMatchObject({
      kind: "gpt-sovits",
      state: "up",
      hints: { token_streaming: true },
      problems: [],
      capabilities: { cloning: true, weights: true },
    });
    await simulator.behave("noModes23");
    expect(await detect(simulator.url)).toMatchObject({
      hints: { token_streaming: false },
      problems: ["detected_no_modes"],
    });
    expect(simulator.log.syntheses).toHaveLength(0);
  });

  it("api2.py and api.py, without a word to what is at `/`", async () => {
    const api2 = await started(startGptSovitsApi2());
    const api = await started(startGptSovitsApi());
    const found = await detect(api2.url);
    expect(found).toMatchObject({
      kind: "gpt-sovits-api2",
      state: "up",
      problems: ["detected_no_korean", "detected_one_model"],
    });
    expect(found.capabilities?.languages).not.toContain("ko");
    expect(await detect(api.url)).toMatchObject({
      kind: "gpt-sovits-api",
      problems: ["detected_wav_needed"],
    });
    expect([...api2.log.of("/"), ...api.log.of("/")]).toEqual([]);
  });

  it.each([
    ["A", "basic"],
    ["B", "extended"],
  ] as const)("Higgs Audio, revision %s", async (revision, told) => {
    const simulator = await started(startHiggs({ revision }));
    expect(await detect(simulator.url)).toMatchObject({
      kind: "higgs",
      state: "up",
      hints: { revision: told },
      capabilities: { multiSpeaker: true },
    });
    simulator.behave("notLoaded");
    expect(await detect(simulator.url)).toMatchObject({
      state: "busy",
      problems: ["detected_model_loading"],
    });
  });

  it.each([
    ["kokoro", "objects", true],
    ["chatterbox", "names", false],
    ["vllm-omni", "uploads", false],
    ["openedai", "none", false],
  ] as const)("OpenAI's interface: %s, whose list is %s", async (flavour, shape, lacksKorean) => {
    const simulator = await started(startOpenAiSpeech({ flavour }));
    const { kind, hints, problems } = await detect(simulator.url);
    expect({ kind, list: hints.voice_list }).toEqual({ kind: "openai", list: shape });
    expect(problems.includes("detected_no_korean")).toBe(lacksKorean);
    expect(problems.includes("detected_no_voice_list")).toBe(shape === "none");
  });

  it("a voice list tells a speech server that does not describe itself", async () => {
    const found = await detectRaw((request, response) =>
      request.url === "/v1/audio/voices"
        ? response.end('{"voices":["tara"]}')
        : response.writeHead(404).end("404 page not found"),
    );
    expect(found).toMatchObject({ kind: "openai", hints: { voice_list: "names", voices: 1 } });
  });

  it("api_v2.py without its description, by how it refuses an empty request", async () => {
    const found = await detectRaw((request, response) =>
      request.url === "/tts" && request.method === "POST"
        ? response.writeHead(400).end('{"message":"ref_audio_path is required"}')
        : response.writeHead(404).end(),
    );
    expect(found).toMatchObject({ kind: "gpt-sovits", state: "up" });
  });

  it("GPT-SoVITS's web page instead of its API", async () => {
    const found = await detectRaw((request, response) =>
      request.url === "/"
        ? response.end("<script>window.gradio_config = {}</script>")
        : response.writeHead(404).end('{"detail":"Not Found"}'),
    );
    expect(found).toMatchObject({ kind: null, state: "down", problems: ["reason_gradio_page"] });
  });

  it.each([
    ["another service", (_: unknown, response: { end(text: string): void }) => response.end("hello")],
    ["an engine for language", (_: unknown, response: { end(text: string): void }) => response.end("{}")],
  ])("%s is none", async (_name, listener) => {
    expect(await detectRaw(listener)).toEqual({
      kind: null,
      state: "down",
      hints: {},
      capabilities: null,
      problems: ["reason_unknown_service"],
    });
  });

  it("nothing", async () => {
    const found = await detect(await deadAddress());
    expect(found).toMatchObject({ kind: null, state: "down", problems: ["reason_refused"] });
  });

  it("one that is speaking is busy, and finishes what it says", async () => {
    const simulator = await started(startGptSovitsApi2());
    const engine = createGptSovitsApi2({ baseUrl: simulator.url, believed: true });
    const reference = {
      path: path.resolve("lib/voices/references/default.wav"),
      promptText: "灯",
      promptLang: "zh",
      read: null,
    };
    const text = "请进，我一直在等你，今天的风也很大，明天会下雨吗。".repeat(2);
    const speaking = engine.synthesize(speechRequest({ text, language: "zh", reference }), engineContext());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await detect(simulator.url)).toMatchObject({
      kind: null,
      state: "busy",
      problems: ["reason_busy"],
    });
    expect(Buffer.concat(await collect(await speaking)).byteLength).toBeGreaterThan(300_000);
    expect(simulator.log.maxConcurrent).toBe(1);
  });
});
