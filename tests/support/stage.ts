import { type GptSovitsSimulator, startGptSovits } from "../engines/gpt-sovits";
import { type OllamaSimulator, startOllama } from "../engines/ollama";
import { TestClient } from "./client";
import { startServer, type TestServer } from "./server";

/** How much faster than real engines the simulators run in tests. */
export const TEST_SPEED = 10;

/** The application on two simulated engines. */
export interface Stage {
  ollama: OllamaSimulator;
  voice: GptSovitsSimulator;
  server: TestServer;
  /** A program without cookies: the principal `anonymous`. */
  program: TestClient;
  /** A person's browser; each call is another person. */
  person: () => TestClient;
  close: () => Promise<void>;
}

export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const ollama = await startOllama({ speed: TEST_SPEED });
  const voice = await startGptSovits({ speed: TEST_SPEED });
  const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url, TTS_BASE_URL: voice.url, ...env } });
  const stage: Stage = {
    ollama,
    voice,
    server,
    program: new TestClient(server.url, { cookies: false }),
    person: () => new TestClient(server.url, { browser: true }),
    close: async () => {
      await server.close();
      await ollama.close();
      await voice.close();
    },
  };
  await until(async () => {
    const { details } = (await stage.program.get("/api/health")).json<{ data: HealthData }>().data;
    return details.new_play.llm === "engine" && details.new_play.tts === "gpt-sovits";
  });
  return stage;
}

export interface HealthData {
  llm: string;
  tts: string;
  details: { new_play: { llm: string | null; tts: string | null } };
}

/** Waits for something the application does by itself; fails after `limitMs`. */
export async function until(isSo: () => Promise<boolean> | boolean, limitMs = 20_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error("it did not come about in time");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export interface Failure {
  success: false;
  error: { code: string; message: string; details?: unknown };
}

export interface ChatData {
  content: string;
  model: string;
  session_id: string;
  message_id: string;
  audio_url: string | null;
  notices: { code: string; message: string }[];
  speech: { status: string };
}

/** Loudness of s16le PCM behind a 44-byte header: 0 for silence. */
export function loudness(wav: Buffer): number {
  let sum = 0;
  let count = 0;
  for (let at = 44; at + 1 < wav.length; at += 2, count++) sum += wav.readInt16LE(at) ** 2;
  return count === 0 ? 0 : Math.sqrt(sum / count) / 32_768;
}
